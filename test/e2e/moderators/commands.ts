import { expect, it } from 'vitest';
import type { TenantId } from '../../../src/core/ids.ts';
import type { Store } from '../../../src/core/ports/store.ts';

/** Stands for Ada, however a surface names her. */
export const ada = Symbol('Ada');

export type Options = Readonly<Record<string, string | number | boolean | typeof ada>>;

/** One way to use a command: as text, and by typed options; `options` null where these allow no such mistake. */
export type Use = { readonly text: string; readonly options: Options | null };

/** A command of moderators, what they are told, and a mistake in it with what is told of that. */
export type Row = {
  readonly command: string;
  readonly use: Use;
  readonly told: RegExp;
  readonly typo: (Use & { readonly told: RegExp }) | null;
};

const row = (
  command: string,
  [text, options]: readonly [string, Options | null],
  told: RegExp,
  typo: readonly [string, Options | null, RegExp] | null,
): Row => ({
  command,
  use: { text, options },
  told,
  typo: typo && { text: typo[0], options: typo[1], told: typo[2] },
});

/** In the order in which they are tried, each once. Ada has a video, #1, that is on its way. */
const rows: readonly Row[] = [
  row('settings', ['--cache off', { cache: false }], /Cache: off/, [
    '--time-zone Berlin',
    { 'time-zone': 'Berlin' },
    /Europe\/Berlin/,
  ]),
  // Where options are typed it is a panel, which has tests of its own.
  row('setup', ['--cap $5', null], /This is how Reelay is set up here now/, [
    '--cap five',
    { cap: 'five' },
    /dollars a day such as \$5/,
  ]),
  row('quota show', ['@Ada', { who: ada }], /Quota of @?Ada/i, ['@Nobody', null, /Nobody here is known as @?Nobody/]),
  row('quota set', ['@Ada 4/day', { who: ada, amount: '4/day' }], /Changed the quota of @?Ada/i, [
    '@Ada 4/dya',
    { who: ada, amount: '4/dya' },
    /4\/day/,
  ]),
  row('budget', ['500 credits/week', { amount: '500 credits/week' }], /This concerns many/, [
    '500 credits/wek',
    { amount: '500 credits/wek' },
    /500 credits\/week/,
  ]),
  row(
    'quota grant',
    ['@Ada 50 credits --expires 7d', { who: ada, amount: '50 credits', expires: '7d' }],
    /Gave @?Ada 50 credits on top/i,
    ['@Ada 50', { who: ada, amount: '50' }, /50 credits/],
  ),
  row('quota reset', ['@Ada', { who: ada }], /count of @?Ada starts anew|used nothing/i, [
    '@Nobody',
    null,
    /Nobody here is known as @?Nobody/,
  ]),
  row('block', ['@Ada --for 2d', { who: ada, for: '2d' }], /Ada is blocked for 2 days/i, [
    '@Ada --for 2 dyas',
    { who: ada, for: '2 dyas' },
    /2d/,
  ]),
  row('unblock', ['@Ada', { who: ada }], /Ada can ask for videos again/i, ['', null, /needs a person/]),
  row('approve', ['#1', { number: '1' }], /#1 does not wait for a moderator/, [
    'ball',
    { number: 'ball' },
    /video's number/,
  ]),
  row('deny', ['#1', { number: '1' }], /#1 does not wait for a moderator/, [
    'ball',
    { number: 'ball' },
    /video's number/,
  ]),
  row('pause', ['', {}], /New videos are stopped everywhere/, ['everwhere', null, /one channel/]),
  row('resume', ['', {}], /Requests are taken again/, ['everwhere', null, /one channel/]),
  row('remove', ['@Ada --last 1h', { who: ada, last: '1h' }], /would remove 1 video of @?Ada/i, [
    '@Ada',
    { who: ada },
    /last/,
  ]),
  row('usage', ['', {}], /Who used how much/, ['--days 0', null, /1 to 400/]),
  row('audit', ['', {}], /blocked @?Ada/i, ['@Nobody', null, /Nobody here is known as @?Nobody/]),
  row('help', ['', {}], /What moderators can type/, null),
];

/** What one surface can be used by: each answers with what was told, and to the one who typed alone. */
export type Surface = {
  readonly store: Store;
  /** Where Ada and Mo, who moderates, are. */
  readonly here: TenantId;
  /** Null where these options cannot be typed there. */
  readonly asModerator: (row: Pick<Row, 'command'>, use: Use) => Promise<string | null>;
  readonly asMember: (row: Pick<Row, 'command'>, use: Use) => Promise<string | null>;
  /** Somebody who moderates another tenant types it there; null where there is no other. */
  readonly elsewhere: ((row: Pick<Row, 'command'>, use: Use) => Promise<string | null>) | null;
  /** Another tenant, whose moderators are others. */
  readonly other: TenantId;
};

/** Tries each command on a surface: by a member, by a moderator of another tenant, with a mistake, and as it is meant. */
export function triesEachCommand(opened: () => Surface): void {
  /** What moderators have decided there. */
  const decided = async (tenantId: TenantId) => {
    const lines = await opened().store.audit({ tenantId, targetUserId: null, limit: 50 });
    return lines.filter(({ actor }) => actor.kind === 'user').map(({ change }) => change);
  };

  it.each(rows)('/video-admin $command: a member is refused in words, and nothing is decided', async (each) => {
    const { here, asMember } = opened();
    const told = await asMember(each, each.use);
    if (told !== null) expect(told).toMatch(/Only moderators can do that here/);
    expect(await decided(here)).toEqual([]);
  });

  it.each(rows)('/video-admin $command: decides nothing about another tenant', async (each) => {
    const { here, elsewhere } = opened();
    const told = await elsewhere?.(each, each.use);
    if (typeof told === 'string') expect(told).not.toMatch(/Only moderators|went wrong/);
    expect(await decided(here)).toEqual([]);
  });

  it.each(rows.filter(({ typo }) => typo !== null))(
    '/video-admin $command: a mistake changes nothing, and what was meant is told',
    async (each) => {
      const { here, asModerator } = opened();
      const told = each.typo && (await asModerator(each, each.typo));
      if (told !== null) expect(told).toMatch(each.typo?.told ?? /^$/);
      expect(await decided(here)).toEqual([]);
    },
  );

  it.each(rows)('/video-admin $command: is done for a moderator, and told', async (each) => {
    const { other, asModerator, elsewhere } = opened();
    const before = elsewhere === null ? [] : await decided(other);
    const told = await asModerator(each, each.use);
    if (told !== null) expect(told).toMatch(each.told);
    expect(await decided(other)).toEqual(before);
  });
}
