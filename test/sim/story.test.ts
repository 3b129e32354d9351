import { expect, test } from 'vitest';
import { createJournal } from './journal.ts';
import { storyOf } from './story.ts';

const startedAtMs = 1_000_000;

test('a broken rule is told with what led to it, without other jobs and without repetition', () => {
  let nowMs = startedAtMs;
  const journal = createJournal(() => nowMs);
  const say = (who: string, jobId: string | null, text: string, afterMs = 1_000): void => {
    nowMs += afterMs;
    journal.say(who, jobId, text);
  };
  say('app 1', null, 'starts');
  say('app 1', 'job_other', 'admits #1');
  say('app 1', 'job_1', 'admits #2');
  for (let poll = 1; poll <= 40; poll += 1) {
    say('app 1', 'job_1', 'claims watch for 120 s', 10_000);
    say('engine plain', 'job_1', `told app 1 that plain-task-${poll} is running`, 12);
  }
  say('app 1', null, 'is killed before store.record', 90_000_000);
  say('engine plain', 'job_other', 'made the clip');
  journal.violate('purchase', 'job_1', '#2 was bought twice');
  const report = {
    seed: 7,
    startedAtMs,
    endedAtMs: nowMs,
    jobs: 2,
    violations: journal.violations,
    journal,
    fingerprint: () => '',
  };
  expect(storyOf(report)).toBe(
    [
      'Seed 7 broke a rule: nothing is bought twice.',
      '',
      '  #2 was bought twice',
      '',
      '     00:00:03.000  app 1           admits #2',
      '     00:00:13.000  app 1           claims watch for 120 s',
      '     00:00:13.012  engine plain    told app 1 that plain-task-1 is running',
      '     00:06:43.480                  ... the same 39 times more, until now',
      '  1d 01:06:43.480  app 1           is killed before store.record',
      '  1d 01:06:44.480  RULE BROKEN     #2 was bought twice',
      '',
      'Repeat: npm run sim -- --seed 7',
    ].join('\n'),
  );
});
