import type { ActionsBlock, Button, ConfirmationDialog, HomeView, KnownBlock } from '@slack/types';
import type { JobView } from '../../../core/request.ts';
import { readButtonId } from '../../button-id.ts';
import { jobButtons } from '../../buttons.ts';
import { presentQuota } from '../../present-quota.ts';
import { presentRow } from '../../presenter.ts';
import type { PressButton, Showing } from '../../view.ts';
import { drawButtons } from '../draw/buttons.ts';
import type { Text } from '../../messages/text.ts';
import { asking, button, header, lines, row } from './blocks.ts';
import { drawAsks } from './draw-asks.ts';
import { drawModerating } from './draw-moderating.ts';
import type { HomeShown } from './gather.ts';
import { homeIds, pressIdOf } from './home-id.ts';

export type HomeAsk = {
  readonly shown: HomeShown;
  /** What keeps something that moderators set from working. */
  readonly missing: readonly Text[];
  /** What became of what was done here last; none where the home was only opened. */
  readonly note: readonly KnownBlock[];
  /** Another one each time, so that what was chosen in a menu does not stay in it. */
  readonly mark: string;
};

/** Somebody's home: what they may use, their latest videos, and what they moderate. */
export function drawHome({ shown, missing, note, mark }: HomeAsk, showing: Showing): HomeView {
  const { quota, videos, moderating } = shown;
  const { slackHome } = showing.words;
  const reader = { isOwn: true, seesSources: moderating !== null, isOperator: false };
  const own = presentQuota(quota, reader, showing);
  return home([
    ...noteBlocks(note.map(inHome)),
    ...(moderating ? [...lines(missing), ...drawAsks(moderating.asks, showing)] : []),
    row([button(homeIds.makeVideo, slackHome.makeVideo, { style: 'primary' })]),
    header(showing.words.quota.yours()),
    ...lines(own.lines),
    header(showing.words.answers.listHeading()),
    ...(videos.length === 0
      ? lines([showing.words.answers.noVideos()])
      : videos.flatMap((view) => video(view, showing))),
    ...lines([slackHome.asOf(showing.nowMs, showing.nowMs)]),
    row([button(homeIds.refresh, slackHome.refresh)]),
    ...(moderating ? drawModerating({ moderating, ownId: shown.userId, mark }, showing) : []),
  ]);
}

/** In place of all of it, when it cannot be put together. */
export function drawTrouble(note: readonly KnownBlock[], { words }: Showing): HomeView {
  return home([...note.map(inHome), row([button(homeIds.refresh, words.slackHome.refresh)])]);
}

const blocksMax = 100;

function home(blocks: readonly KnownBlock[]): HomeView {
  return { type: 'home', blocks: blocks.slice(0, blocksMax) };
}

function noteBlocks(note: readonly KnownBlock[]): KnownBlock[] {
  return note.length === 0 ? [] : [...note, { type: 'divider' }];
}

/** What is asked back in the home is answered there. */
function inHome(block: KnownBlock): KnownBlock {
  if (block.type !== 'actions') return block;
  const elements = block.elements.map((element) => {
    const name = element.type === 'button' ? (element.action_id ?? '') : '';
    return readButtonId(name)?.kind === 'confirm' ? { ...element, action_id: pressIdOf(name) } : element;
  });
  return { ...block, elements };
}

function video(view: JobView, showing: Showing): KnownBlock[] {
  return [...lines([presentRow(view, showing)]), ...videoButtons(view, showing)];
}

/** Slack asks back itself before something is deleted. */
function videoButtons(view: JobView, showing: Showing): ActionsBlock[] {
  const { answers, buttons, slackHome } = showing.words;
  const sure = asking({
    title: answers.deleteAsked(view.job.number),
    text: answers.deleteMeans(),
    confirm: buttons.removeNow(view.job.number),
    deny: slackHome.keepVideo,
  });
  const atOnce = jobButtons(view, showing).map((each): PressButton =>
    each.action === 'delete' ? { ...each, action: 'delete_now' } : each,
  );
  const rows = drawButtons(atOnce, { requestId: view.request.id, keepTyped: null });
  return rows.map(({ elements }) =>
    row(elements.flatMap((element) => (element.type === 'button' ? [ofHome(element, sure)] : []))),
  );
}

function ofHome(element: Button, sure: ConfirmationDialog): Button {
  const name = element.action_id ?? '';
  const id = readButtonId(name);
  const deletes = id?.kind === 'jobs' && id.action === 'delete_now';
  return { ...element, action_id: pressIdOf(name), ...(deletes ? { confirm: sure } : {}) };
}
