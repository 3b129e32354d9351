import type { EngineId } from '../../core/engine.ts';
import type { Log } from '../../core/ports/world.ts';
import { DAY } from '../../core/time.ts';
import { entriesOf, type EngineEntry, type EngineFile } from '../engine-file.ts';
import { type Fields, type Live, readListing } from './live-models.ts';
import type { Kept } from './kept-models.ts';
import { openRouterWire, type OpenRouterWire } from './wire.ts';

/** The engines of this provider: what is known of them, what the API says of them now, and what the operator says. */
export type Catalogue = {
  /** As they are now. The same list until something changes. */
  entries(): readonly EngineEntry<OpenRouterWire>[];
  /**
   * Takes over what the API lists. What it no longer lists takes no new work, unless it has lost most of its models at
   * once; what is in our own data alone, and was never listed, is not there. Throws for what is no listing; then all stays as it was.
   */
  take(listing: unknown): Promise<void>;
};

export type CatalogueDeps = {
  readonly own: EngineFile;
  readonly operatorsFile: () => EngineFile | null;
  readonly kept: Kept;
  readonly nowMs: () => number;
  readonly log: Log;
};

/** What nobody says of a model that is new here, on the careful side. */
const usual = {
  fps: [24],
  promptCharsMax: 1_000,
  concurrencyMax: 2,
  typicalSecondsP95: 600,
  pollEverySecondsMin: 10,
} as const;

/** A model that is no longer listed is known for so long, for the jobs that it still works on. */
const knownAfterMs = 14 * DAY;
const toldMax = 500;

export async function openCatalogue({ own, operatorsFile, kept, nowMs, log }: CatalogueDeps): Promise<Catalogue> {
  const told = new Set<string>();
  let live: Live = usableOf(own, await kept.read());
  let known: {
    readonly of: Live;
    readonly and: EngineFile | null;
    readonly entries: readonly EngineEntry<OpenRouterWire>[];
  };
  known = { of: live, and: null, entries: merged(own, live, null) };

  function tell(model: string, why: string): void {
    const line = `${model}: ${why}`;
    if (told.has(line) || told.size >= toldMax) return;
    told.add(line);
    log.info('a video model that OpenRouter lists is not offered', { model, why });
  }

  return {
    entries() {
      const operators = operatorsFile();
      if (known.of !== live || known.and !== operators) {
        known = { of: live, and: operators, entries: merged(own, live, operators) };
      }
      return known.entries;
    },
    async take(json) {
      const today = dateOf(nowMs());
      const listing = readListing(json, today);
      if (listing === null) throw new Error('expected a list of video models that can be used, got something else');
      for (const { model, why } of listing.leftOut) tell(model, why);
      const next: Record<EngineId, Fields | null> = {};
      for (const [id, { label, also, fields }] of listing.usable) {
        next[id] = id in own.engines ? fields : { ...usual, label, also, ...fields };
      }
      const before = idsOf(live).flatMap((id) => (live[id] ? [{ id, fields: live[id] }] : []));
      const missing = before.filter(({ id }) => !listing.named.has(id));
      const tellsWhatIsGone = !listing.isCut && missing.length <= before.length / 2;
      for (const { id, fields } of before) {
        if (id in next) continue;
        const isNamed = listing.named.has(id);
        const now = isNamed || tellsWhatIsGone ? withEnd(fields, own.engines[id], today) : fields;
        // Where the listing is not understood any more, our own data holds.
        if (isNamed && id in own.engines) next[id] = {};
        else if (id in own.engines || !isPast(now, nowMs())) next[id] = now;
      }
      for (const id of idsOf(own.engines)) {
        if (id in next) continue;
        if (listing.named.has(id)) next[id] = {};
        else if (!listing.isCut || live[id] === null) next[id] = null;
      }
      const checked = usableOf(own, next, (id) => tell(id, 'what it says does not fit together'));
      if (JSON.stringify(checked) === JSON.stringify(live)) return;
      live = checked;
      await kept.write(live);
    },
  };
}

function idsOf(engines: Live | EngineFile['engines']): readonly EngineId[] {
  return Object.keys(engines).filter((id): id is EngineId => id.includes('/'));
}

/** It is no longer listed: its end is today, unless it came before. */
function withEnd(fields: Fields, own: Fields | undefined, today: string): Fields {
  const known = fields['retiresOn'] ?? own?.['retiresOn'];
  return typeof known === 'string' && known <= today ? fields : { ...fields, retiresOn: today };
}

function isPast({ retiresOn }: Fields, nowMs: number): boolean {
  return typeof retiresOn === 'string' && Date.parse(retiresOn) + knownAfterMs < nowMs;
}

/** Only what makes a whole entry together with our own: what the API says never takes away an engine that is known. */
function usableOf(own: EngineFile, live: Live, onUnusable: (id: EngineId) => void = () => undefined): Live {
  const usable: Record<EngineId, Fields | null> = {};
  for (const id of idsOf(live)) {
    const fields = live[id];
    if (fields === null && id in own.engines) usable[id] = null;
    if (!fields) continue;
    const alone = { ...own, engines: { [id]: { ...own.engines[id], ...fields } } };
    if (entriesOf('openrouter', alone, null, openRouterWire).entries.length === 1) usable[id] = fields;
    else onUnusable(id);
  }
  return usable;
}

/** What the API does not have is not there, unless the operator speaks of it; others may be like it all the same. */
function merged(own: EngineFile, live: Live, operators: EngineFile | null): readonly EngineEntry<OpenRouterWire>[] {
  const engines: Record<EngineId, Fields> = { ...own.engines };
  for (const id of idsOf(live)) engines[id] = { ...own.engines[id], ...live[id] };
  const isThere = (id: EngineId): boolean => live[id] !== null || id in (operators?.engines ?? {});
  const { entries } = entriesOf('openrouter', { ...own, engines }, operators, openRouterWire);
  return entries.filter(({ capabilities }) => isThere(capabilities.id));
}

function dateOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}
