import { type BlocklistProblem, blocklistProblem } from '../core/blocklist.ts';
import { blocklistMax, type SettingsChange } from '../core/tenant-settings.ts';
import { setSettings } from '../core/usecases/set-settings.ts';
import { showSettings } from '../core/usecases/show-settings.ts';
import type { At } from './admin-at.ts';
import { type Answer, said } from './answered.ts';
import type { AdminCommand, SettingsAsk } from './grammar/command.ts';
import type { Text } from './messages/text.ts';
import { presentNotAllowed } from './present-admin.ts';
import { presentNothingSet, presentSettings } from './present-settings.ts';

/** `/video-admin settings`: what holds beside limits, shown or changed. */
export async function answerSettings(
  { settings, reason }: Extract<AdminCommand, { kind: 'settings' }>,
  at: At,
): Promise<Answer> {
  const { by, showing, store } = at;
  const { tenantId } = by;
  const hasJudge = at.judge !== undefined && at.judge !== null;
  const isAsked = settings.blocklist !== null || Object.keys(settings.change).length > 0;
  let done: 'shown' | 'changed' | 'same' = 'shown';
  const notes: Text[] = [];
  if (isAsked) {
    const { settings: now } = await store.tenant(tenantId, showing.nowMs);
    const listed = settings.blocklist && newBlocklist(now.blocklist, settings.blocklist);
    const wrong = listed?.added.map((entry) => [entry, blocklistProblem(entry)] as const).find(isWrong);
    if (wrong) return said(presentNothingSet(showing.words.judging.badEntry(...wrong), showing));
    if (listed && listed.entries.length > blocklistMax.entries) {
      return said(presentNothingSet(showing.words.settings.tooManyEntries(blocklistMax.entries), showing));
    }
    if (listed && listed.missing.length > 0) notes.push(showing.words.settings.notListed(listed.missing));
    const change: SettingsChange = { ...settings.change, ...(listed && { blocklist: listed.entries }) };
    const set = await setSettings({ by, tenantId, change, reason }, at);
    if (set.kind === 'not_allowed') return said(presentNotAllowed(showing));
    if (set.kind !== 'set') return said(presentNothingSet(showing.words.settings.tooManyZones(), showing));
    done = set.changed ? 'changed' : 'same';
  }
  const shown = await showSettings({ by, tenantId }, at);
  if (shown.kind === 'not_allowed') return said(presentNotAllowed(showing));
  return said(presentSettings(shown.tenant, { done, notes, hasJudge }, showing));
}

function isWrong(entry: readonly [string, BlocklistProblem | null]): entry is readonly [string, BlocklistProblem] {
  return entry[1] !== null;
}

/** Entries go by what they say, in any case. */
function newBlocklist(
  before: readonly string[],
  { add, remove, cleared }: NonNullable<SettingsAsk['blocklist']>,
): { readonly entries: readonly string[]; readonly added: readonly string[]; readonly missing: readonly string[] } {
  const has = (list: readonly string[], entry: string): boolean =>
    list.some((each) => each.toLowerCase() === entry.toLowerCase());
  const kept = cleared ? [] : before.filter((entry) => !has(remove, entry));
  const added = add.filter((entry) => !has(kept, entry));
  return { entries: [...kept, ...added], added, missing: remove.filter((entry) => !has(before, entry)) };
}
