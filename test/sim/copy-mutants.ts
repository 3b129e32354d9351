import { type Mutant, mutant } from './mutant.ts';

const sqlite = 'src/db/sqlite';

/** A clip is given only to those for whom it was shown, and free. */
export const copyMutants: readonly Mutant[] = [
  {
    name: 'shared with other tenants',
    breaks: 'a clip is given to whoever asks for the same in any tenant',
    edits: [
      { file: 'src/core/cache-key.ts', find: '    tenantId,\n    isDirect(', replace: '    isDirect(' },
      {
        file: `${sqlite}/cache.ts`,
        find: "        eq(jobs.tenantId, tenantId),\n        eq(jobs.state, 'ready'),",
        replace: "        eq(jobs.state, 'ready'),",
      },
    ],
  },
  {
    name: 'private clips are shared',
    breaks: 'what somebody asked for in private is given to whoever asks for the same',
    edits: [
      {
        file: 'src/core/takes.ts',
        find: 'isPrivate ? null : cacheKeyOf(',
        replace: 'isPrivate === null ? null : cacheKeyOf(',
      },
      {
        file: `${sqlite}/cache.ts`,
        find: "        eq(requests.visibility, 'channel' satisfies Visibility),\n",
        replace: '',
      },
    ],
  },
  mutant(
    'others are pointed to it',
    'whoever asks for what is on its way to somebody else is sent there',
    `${sqlite}/cache.ts`,
    '        eq(jobs.tenantId, tenantId),\n        eq(jobs.userId, userId),\n',
    '        eq(jobs.tenantId, tenantId),\n',
  ),
  mutant(
    'copies are charged',
    'something is held for a copy, which nothing ever gives back',
    `${sqlite}/admissions.ts`,
    'admitted.filter(({ copyOf }) => copyOf === null).map(',
    'admitted.map(',
  ),
  mutant(
    'the original’s file is handed on',
    'a copy has the file of what it is a copy of, and goes with it',
    'src/core/steps/copy-clip.ts',
    'ownerId, file, storedAtMs }',
    'ownerId, storedAtMs }',
  ),
];
