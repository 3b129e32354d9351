import type { ApplicationCommandOptionChoiceData, AutocompleteInteraction } from 'discord.js';
import type { TenantId, UserId } from '../../../core/ids.ts';
import { hasEnded } from '../../../core/job.ts';
import type { JobView } from '../../../core/request.ts';
import { styleNamed } from '../../../core/styles.ts';
import { SECOND } from '../../../core/time.ts';
import { fieldOf } from '../../grammar/field.ts';
import { allLeaves } from '../../grammar/find-command.ts';
import type { OptionKind, OptionSpec } from '../../grammar/option.ts';
import { parseValue } from '../../grammar/parse-value.ts';
import { formatSize, sizeNames } from '../../grammar/sizes.ts';
import { knownUserId } from '../../known-user.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { plainStyle, renderText } from '../../messages/text.ts';
import { presentRow } from '../../presenter.ts';
import { pathOf } from '../commands/typed-options.ts';
import { plainForeign } from '../../foreign.ts';
import { discordPlatform } from '../places.ts';
import { askerOf, mayModerate } from './asker-of.ts';
import { answerMsMax, attempt } from './attempt.ts';
import type { Incoming } from './deps.ts';
import { showingOf } from './reply.ts';
import { within } from '../../within.ts';

type Choice = ApplicationCommandOptionChoiceData<string>;

const choicesMax = 25;
const nameCharsMax = 100;
const valueCharsMax = 100;
/** Nobody scrolls further back than this; a number can always be typed. */
const videosLookedAt = 100;
const suggestMs = 1 * SECOND;

/** Suggests values while somebody types. Nothing depends on it: what is slow or fails suggests nothing. */
export async function onAutocomplete(interaction: AutocompleteInteraction, deps: Incoming): Promise<void> {
  const choices = await within(suggestMs, suggestions(interaction, deps), deps.clock);
  // One that is too long would cost all of them.
  const fit = choices.inTime ? choices.value.filter(({ value }) => value.length <= valueCharsMax) : [];
  const shown = fit.slice(0, choicesMax);
  const call = (): Promise<void> => interaction.respond(shown);
  await attempt({ what: 'suggest', withinMs: answerMsMax.first, isTriedOnce: true, call }, deps);
}

async function suggestions(interaction: AutocompleteInteraction, deps: Incoming): Promise<Choice[]> {
  const path = pathOf(interaction.commandName, interaction.options);
  const { name, value } = interaction.options.getFocused(true);
  const spec: OptionSpec | undefined = allLeaves().find((each) => each.path === path)?.leaf.options[name];
  const field = spec && fieldOf(spec.kind);
  if (!spec || field?.type !== 'suggest') return [];
  const typed = value.trim().toLowerCase();
  switch (field.over) {
    case 'videos':
      return suggestVideos(interaction, path, typed, deps);
    case 'engines':
      return fitting([...field.values, ...deps.engineNames()], typed, (id) => engineLabel(id, deps)).map((choice) => ({
        ...choice,
        name: named(engineNamed(choice.value, interaction.locale, deps)),
      }));
    case 'engine_list':
      return suggestEngines(typed, namesBesideEngines(spec.kind, field.values, deps), deps);
    case null:
      return suggestValues(name, spec.kind, typed);
  }
}

/** Those that are not in the list yet, each as the list with it. */
function suggestEngines(typed: string, names: readonly string[], deps: Incoming): Choice[] {
  const labelOf = (id: string): string => engineLabel(id, deps);
  const pieces = typed.split(/\s*,\s*/u);
  const last = pieces.at(-1) ?? '';
  const before = pieces.slice(0, -1).filter((piece) => piece !== '');
  // A word that stands for all of them stands alone.
  const alone = before.length === 0 ? names : [];
  const others = [...alone, ...deps.engineNames()].filter((engine) => !before.includes(engine.toLowerCase()));
  return fitting(others, last, labelOf).map(({ value }) => {
    const all = [...before, value];
    return { name: named(all.map(labelOf).join(', ')), value: all.join(',') };
  });
}

/** Where engines are allowed, a provider stands for all of its own. */
function namesBesideEngines(kind: OptionKind, values: readonly string[], { engineNames }: Incoming): readonly string[] {
  if (kind.kind !== 'allowed_engines') return values;
  return [...values, ...new Set(engineNames().map((engine) => engine.split('/')[0] ?? engine))];
}

/** What people call it; what is none is called what it is. */
function engineLabel(id: string, { quoteOf }: Incoming): string {
  return quoteOf(id)?.label ?? id;
}

/** The price is known of engines that are there; `auto` is none. */
function engineNamed(engine: string, locale: string, { quoteOf }: Incoming): string {
  const quote = quoteOf(engine);
  if (!quote) return engine;
  return catalogueFor(locale).taking.engineChoice(quote.label, quote.quoteMicroUsd, quote.isDemo);
}

/** The usual values; and what is typed, as soon as it is a value itself or the beginning of one. */
function suggestValues(name: string, kind: OptionKind, typed: string): Choice[] {
  const field = fieldOf(kind);
  const isZone = kind.kind === 'zone' && typed !== '';
  const all = isZone ? Intl.supportedValuesOf('timeZone') : field.type === 'suggest' ? field.values : [];
  const usual = fitting(all, typed, (value) => value.replaceAll('_', ' '));
  const amounts = /^\d+$/u.test(typed) ? (unitsOf[kind.kind] ?? []).map((unit) => typed + unit) : [];
  const exact = [typed, ...amounts].filter(
    (value) => value !== '' && parseValue(name, kind, value, { engines: null }).kind === 'value',
  );
  const known = usual.map(({ value }) => value);
  // Every beginning of a style is one as well.
  const values = [...new Set(kind.kind === 'style' ? [...known, ...exact] : [...exact, ...known])];
  return values.map((value) => ({ name: named(told(value, kind)), value }));
}

/** What may follow a number that is typed so far. */
const unitsOf: Readonly<Partial<Record<OptionKind['kind'], readonly string[]>>> = {
  quota_amount: ['/day', '/week', '/month', ' credits/day', ' credits/week', ' credits/month'],
  gift: [' credits', ' videos'],
  duration: ['h', 'd'],
};

/** With what it stands for. */
function told(value: string, kind: OptionKind): string {
  const words = kind.kind === 'style' ? styleNamed(value)?.words : undefined;
  if (words !== undefined) return `${value} · ${words}`;
  const size = kind.kind === 'size' ? sizeNames.find((each) => each.value === value)?.size : undefined;
  return size ? `${value} · ${formatSize(size)}` : value;
}

/** Those that begin with what is typed first, then those that hold it. */
function fitting(values: readonly string[], typed: string, alsoNamed = (value: string): string => value): Choice[] {
  const found = values.filter((value) => [value, alsoNamed(value)].some((name) => name.toLowerCase().includes(typed)));
  return found
    .toSorted((a, b) => Number(b.toLowerCase().startsWith(typed)) - Number(a.toLowerCase().startsWith(typed)))
    .map((value) => ({ name: named(value), value }));
}

/** Discord counts what it stores, not what people see: an emoji is several of them. */
function named(text: string): string {
  const line = plainForeign(text, nameCharsMax);
  if (line.length <= nameCharsMax) return line;
  return `${line.slice(0, nameCharsMax - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

async function suggestVideos(
  interaction: AutocompleteInteraction,
  path: string,
  typed: string,
  deps: Incoming,
): Promise<Choice[]> {
  try {
    const showing = showingOf(askerOf(interaction, deps), deps);
    const digits = /^#?\s*(\d+)$/u.exec(typed)?.[1];
    return (await videosFor(interaction, path, deps))
      .filter((view) => {
        if (digits !== undefined) return String(view.job.number).startsWith(digits);
        return typed === '' || typed === '#' || (view.request.prompt ?? '').toLowerCase().includes(typed);
      })
      .slice(0, choicesMax)
      .map((view) => ({
        name: named(renderText(presentRow(view, showing), plainStyle)),
        value: `#${view.job.number}`,
      }));
  } catch (error) {
    deps.log.warn('videos could not be suggested', { why: String(error) });
    return [];
  }
}

/** Those that the command can be meant for: one's own, and for moderators what everybody in the server has seen. */
async function videosFor(
  interaction: AutocompleteInteraction,
  path: string,
  deps: Incoming,
): Promise<readonly JobView[]> {
  const { tenantId } = askerOf(interaction, deps).destination;
  const { user } = interaction;
  if (path.startsWith('video-admin ')) {
    if (!mayModerate(interaction)) return [];
    if (waitingPaths.includes(path)) return deps.videosLately(`waiting ${tenantId}`, () => waitingIn(tenantId, deps));
    const all = await deps.videosLately(`all ${tenantId}`, () => listOf({ tenantId, userId: null }, deps));
    return all.filter(({ request, clip }) => request.visibility === 'channel' && clip?.deletedAtMs === null);
  }
  const own = await deps.videosLately(`own ${tenantId} ${user.id}`, async () => {
    const userId = await knownUserId(discordPlatform, user.id, deps.store);
    return userId === null ? [] : listOf({ tenantId, userId }, deps);
  });
  return path === 'videos cancel' ? own.filter(({ job }) => !hasEnded(job.state)) : own;
}

/** What takes the number of a request that waits for a yes. */
const waitingPaths: readonly string[] = ['video-admin approve', 'video-admin deny'];

/** One of each request, the longest waiting first. What was asked for in private keeps its words. */
async function waitingIn(tenantId: TenantId, { store, rules, clock }: Incoming): Promise<readonly JobView[]> {
  const ask = { tenantId, userId: null, states: ['awaiting_approval' as const], limit: videosLookedAt };
  const oldestFirst = (await store.list(ask, rules, clock.nowMs())).toReversed();
  const first = oldestFirst.filter(
    ({ request }, index) => oldestFirst.findIndex((other) => other.request.id === request.id) === index,
  );
  return first.map((view) =>
    view.request.visibility === 'private' ? { ...view, request: { ...view.request, prompt: null } } : view,
  );
}

function listOf(
  whose: { readonly tenantId: TenantId; readonly userId: UserId | null },
  { store, rules, clock }: Incoming,
): Promise<readonly JobView[]> {
  return store.list({ ...whose, states: null, limit: videosLookedAt }, rules, clock.nowMs());
}
