import type { Command } from 'commander';
import type { Books, OpenedEngines } from '../books.ts';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import type { OutOfUse } from '../bots/messages/en/engine-list.ts';
import { partsOf } from '../bots/messages/text.ts';
import { spoken } from '../bots/view.ts';
import { nearestWord } from '../bots/grammar/nearest.ts';
import { findNamed } from '../core/choose-engine.ts';
import type { EngineCapabilities } from '../core/engine.ts';
import { usualPrice } from '../core/usual-price.ts';
import { withDeadline } from '../core/deadline.ts';
import { networkFailure } from '../core/network-failure.ts';
import { SECOND } from '../core/time.ts';
import { exitCodes } from '../entry.ts';
import { type Answer, answeringOnEngines, type Finish, said } from './run.ts';

const { engineList: words } = catalogueFor('en');
const checkMsMax = 20 * SECOND;

export function addEngineCommands(program: Command, finish: Finish): void {
  const engines = program.command('engines').description('The engines: which can be asked, at what price, as of when.');
  const list = engines.command('list').description('All engines, with their price and why one cannot be asked.');
  answeringOnEngines(list, finish, listEngines);

  const disable = engines
    .command('disable')
    .description('Takes an engine out for new requests. What it has begun is finished.')
    .argument('<engine>', 'an id, or a name that stands for several, such as runway')
    .option('--reason <words>', 'why, for the list');
  answeringOnEngines(disable, finish, (opened, books, { reason }) =>
    switchEngines(disable.args[0] ?? '', false, typeof reason === 'string' ? reason : null, opened, books),
  );

  const enable = engines
    .command('enable')
    .description('Takes an engine in again: one that was disabled, or was out of credit, or was taken for gone.')
    .argument('<engine>', 'an id, or a name that stands for several, such as runway');
  answeringOnEngines(enable, finish, (opened, books) => switchEngines(enable.args[0] ?? '', true, null, opened, books));

  const check = engines
    .command('check')
    .description('Asks each engine that is set up whether it is there and takes our key. Buys nothing.');
  answeringOnEngines(check, finish, checkEngines);
}

async function listEngines({ engines, unconfigured }: OpenedEngines, { store }: Books): Promise<Answer> {
  const known = engines.known().map(({ capabilities }) => capabilities);
  const standings = await store.engines.all();
  const rows = known.map((capabilities) => {
    const reason = standings.find(({ engine }) => engine === capabilities.id)?.reason ?? null;
    return { capabilities, out: outOf(capabilities, reason, engines), price: usualPrice(capabilities) };
  });
  const usable = rows.filter(({ out }) => out === null).length;
  const lines = [
    ...rows.map(({ capabilities, price, out }) => words.row(capabilities, price, out)),
    ...unconfigured.map(({ name, keyName, engineIds }) => words.notSetUp(name, keyName, engineIds.length)),
  ];
  const data = {
    engines: rows.map(({ capabilities: { id, label, asOf, playMoney, retiresOn, inputs, operations }, price, out }) => {
      return { id, label, asOf, playMoney, retiresOn, inputs, operations, ...price, isUsable: out === null, out };
    }),
    unconfigured,
  };
  return { view: spoken(partsOf(words.listed(usable, rows.length)), lines, 'note'), data, code: exitCodes.ok };
}

function outOf(
  { id, retiresOn, replacedBy }: EngineCapabilities,
  reason: string | null,
  engines: OpenedEngines['engines'],
): OutOfUse | null {
  const standing = engines.standing(id);
  if (standing === null) return null;
  const { kind } = standing;
  return kind === 'retired' ? { kind, on: retiresOn, replacedBy } : { kind, reason };
}

async function switchEngines(
  typed: string,
  isOn: boolean,
  reason: string | null,
  { engines }: OpenedEngines,
  { store, clock }: Books,
): Promise<Answer> {
  const meant = findNamed(engines.known(), typed).map(({ capabilities }) => capabilities);
  const ids = meant.map(({ id }) => id);
  if (meant.length === 0) {
    const names = engines.known().flatMap(({ capabilities: { id, provider, also } }) => [id, provider, ...also]);
    return said(words.unknown(typed, nearestWord(typed, names)), 'bad', null, exitCodes.usage);
  }
  const [gone] = meant.filter(({ id }) => {
    const standing = engines.standing(id);
    return standing?.kind === 'retired' && standing.sinceMs === null;
  });
  if (isOn && gone && meant.length === 1) {
    const { id, retiresOn } = gone;
    return said(words.goneByDate(id, retiresOn ?? ''), 'bad', { engines: ids, retiresOn });
  }
  const actor = { kind: 'operator' } as const;
  let changed = false;
  for (const engine of ids) {
    const done = isOn
      ? await store.engines.clear({ engine, kind: null })
      : await store.engines.mark({ engine, kind: 'disabled', actor, reason, nowMs: clock.nowMs() });
    changed ||= done;
  }
  return said(words.switched(ids, isOn, changed), 'good', { engines: ids, isOn, changed });
}

async function checkEngines({ providers }: OpenedEngines, { clock }: Books): Promise<Answer> {
  const real = providers.filter(({ provider }) => provider.capabilities().some(({ playMoney }) => !playMoney));
  const found = await Promise.all(
    real.map(async ({ provider: { name }, check }) => {
      if (!check) return { provider: name, kind: 'not_asked', note: null } as const;
      try {
        const result = await withDeadline(clock, checkMsMax, new AbortController().signal, (limit) => check(limit));
        return { provider: name, ...result };
      } catch (error) {
        return { provider: name, kind: 'no_answer', note: `What came: ${networkFailure(error).word}.` } as const;
      }
    }),
  );
  const isWell = found.every(({ kind }) => kind === 'alive' || kind === 'not_asked');
  const lines = found.map(({ provider, kind, note }) => partsOf(words.checkRow(provider, kind, note)));
  const title = real.length === 0 ? words.noneSetUp : words.checked(isWell);
  const view = spoken(partsOf(title), lines, isWell ? 'good' : 'bad');
  return { view, data: found, code: isWell ? exitCodes.ok : exitCodes.failed };
}
