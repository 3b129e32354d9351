import { describe, expect, it } from 'vitest';
import { problems } from '../../../scripts/gallery/problem-samples.ts';
import { refusals } from '../../../scripts/gallery/refusal-samples.ts';
import { nowMs } from '../../../scripts/gallery/sample-views.ts';
import type { RootName } from '../../../src/bots/commands.ts';
import { parseText } from '../../../src/bots/grammar/parse-text.ts';
import { catalogueFor } from '../../../src/bots/messages/catalogue.ts';
import { en } from '../../../src/bots/messages/en.ts';
import { credits, creditsLeft, duration, when } from '../../../src/bots/messages/en/amounts.ts';
import { plainStyle, renderText, say, type Text, untrusted } from '../../../src/bots/messages/text.ts';
import type { UndeliverableReason } from '../../../src/core/failure.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';

const escaped = (text: Text) => renderText(text, { ...plainStyle, untrusted: () => '<escaped>' });
const plain = (text: Text) => renderText(text, plainStyle);

describe('what people typed is never taken for our own words', () => {
  it.each(Object.entries(problems).flatMap(([kind, all]) => all.map((problem) => ({ kind, problem }))))(
    'a problem of kind $kind',
    ({ problem }) => {
      const text = en.problems.problem({ ...problem, got: problem.got === '' ? '' : '@everyone' });
      expect(escaped(text)).not.toContain('@everyone');
    },
  );

  it.each(['seconds', 'size', 'engine'] as const)('an engine that cannot do the %s', (name) => {
    const refusal = {
      kind: 'unsupported',
      engine: 'Demo',
      option: name,
      expected: '24',
      got: '@everyone',
      nearest: null,
      couldDo: [],
    } as const;
    expect(escaped(en.refusals.refusal(refusal, nowMs))).toContain('<escaped>');
  });

  it('names and typed text', () => {
    expect(escaped(en.story.asked('@everyone', nowMs, nowMs))).not.toContain('@everyone');
    expect(escaped(en.problems.typedBack({ command: 'video', text: '@everyone', named: null }))).not.toContain(
      '@everyone',
    );
    expect(say`a ${untrusted('b')} c`).toEqual([
      { kind: 'words', text: 'a ' },
      { kind: 'untrusted', text: 'b' },
      { kind: 'words', text: ' c' },
    ]);
  });
});

describe('a mistake is told as it was made', () => {
  const told = (root: RootName, typed: string): string => {
    const command = parseText(root, typed, { engines: [] });
    if (command.kind !== 'mistake') throw new Error(`expected a mistake: ${typed}`);
    return command.problems.map((problem) => plain(en.problems.problem(problem))).join(' ');
  };

  it.each<[RootName, string, string]>([
    ['videos', 'list --fast', 'There is no option --fast. This command has no options.'],
    ['videos', 'show ball', "This takes a video's number, such as 412, not “ball”."],
    ['videos', 'show --number ball', "`--number` takes a video's number, such as 412, not “ball”."],
    ['video-admin', 'approve', "This needs a video's number, such as 412."],
    [
      'video-admin',
      'remove @Bo',
      'A person alone could mean all that they ever made. Say of how long with `--last`. Try `--last 1h`.',
    ],
    [
      'video-admin',
      'quota set 10/day',
      'This needs a person, such as @Ada, a role, `default` for everybody or `budget` for all together.',
    ],
    [
      'video-admin',
      'block @Bo --for 2 dyas',
      '`--for` takes a time such as 90m, 24h, 2d or 1w, 1 minute to 366 days, or never, not “2 dyas”. Try `--for 2d`.',
    ],
    ['video-admin', 'quota @Ada 10/day', 'Did you mean /video-admin quota set @Ada 10/day?'],
  ])('/%s %s', (root, typed, words) => {
    expect(told(root, typed)).toBe(words);
  });
});

describe('every ending says what it costs', () => {
  it.each(Object.entries({ ...en.failures, ...en.refused }))('%s', (_, sentence) => {
    expect(sentence).toContain('You pay nothing.');
  });

  it.each(Object.entries(en.undeliverable) as [UndeliverableReason, string][])(
    '%s says that nothing is lost',
    (_, sentence) => {
      expect(sentence).toMatch(/^It could not be posted: .+\.$/);
      expect(plain(en.status.fetchIt(412))).toBe('It is kept: `/videos show #412` brings it.');
    },
  );
});

describe('a refusal says which limit, when it frees up and what would fit now', () => {
  const member = {
    kind: 'limit',
    scope: 'member',
    unit: 'videos',
    window: 'day',
    limit: 3,
    freesAtMs: nowMs + 5 * HOUR,
    granted: 0,
    provider: null,
  } as const;
  it('with room for some', () => {
    const text = plain(en.refusals.refusal({ ...member, used: 1, asked: 4 - 1 }, nowMs));
    expect(text).toBe(
      'This needs 3 videos, and 2 of your 3 videos for today are left. The limit starts anew in 5 hours. 2 videos would fit now.',
    );
  });

  it('with no room, also where a lowered limit is overdrawn', () => {
    const text = plain(en.refusals.refusal({ ...member, used: 5, asked: 1 }, nowMs));
    expect(text).toBe(
      'This needs 1 video, and your 3 videos for today are used up. The limit starts anew in 5 hours. A moderator can raise it with `/video-admin quota set`.',
    );
  });

  it('in words without exclamation or machine units', () => {
    const all = Object.values(refusals)
      .flat()
      .map((refusal) => plain(en.refusals.refusal(refusal, nowMs)));
    expect(all.join(' ')).not.toMatch(/!|usd|micro/i);
  });
});

describe('amounts', () => {
  it('a started credit is paid, and only whole ones are left, so that nobody counts on one that is not there', () => {
    expect(credits(599_001)).toBe('60 credits');
    expect(credits(10_000)).toBe('1 credit');
    expect(creditsLeft(1_409_999)).toBe(140);
    expect(creditsLeft(-1)).toBe(0);
  });

  it.each([
    [0, '1 second'],
    [59 * SECOND, '59 seconds'],
    [59.6 * SECOND, '1 minute'],
    [59.6 * MINUTE, '1 hour'],
    [90 * MINUTE, '1 hour 30 minutes'],
    [23.999 * HOUR, '1 day'],
    [DAY + HOUR, '1 day 1 hour'],
  ])('%i ms are %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });

  it('a moment keeps its time, for platforms that show it in the reader’s own', () => {
    expect(when(nowMs + HOUR, nowMs)).toEqual({ kind: 'moment', atMs: nowMs + HOUR, words: 'in 1 hour' });
    expect(when(nowMs - 1, nowMs)).toMatchObject({ words: 'now' });
  });
});

it('a language that is not there falls back to English', () => {
  expect(['en-GB', 'de', '', 'constructor', '__proto__'].map((locale) => catalogueFor(locale) === en)).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
});
