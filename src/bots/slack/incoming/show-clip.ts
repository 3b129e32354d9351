import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { Clip } from '../../../core/clip.ts';
import { clipLinkExpiresAtMs } from '../../../core/clip-link.ts';
import type { JobView } from '../../../core/request.ts';
import { type Catalogue, catalogueFor } from '../../messages/catalogue.ts';
import { partsOf } from '../../messages/text.ts';
import { spoken, type View } from '../../view.ts';
import { contentOf, linkLine, textLine } from '../draw/content.ts';
import type { Draft } from '../draw/draft.ts';
import type { Incoming } from './deps.ts';
import { whyNotSent } from './send-clip.ts';
import { draftOf, type GiveTo, tell, tellDraft } from './tell.ts';
import { localeHere } from './who-asks.ts';

type Shown = { readonly view: View; readonly clip: Clip };

/**
 * Brings a clip to the asker alone: as a link where there is one, else its file by direct message, since Slack takes none
 * in answers for one person.
 */
export async function showClip({ view, clip }: Shown, to: GiveTo, deps: Incoming): Promise<void> {
  const { came, workspace } = to;
  const words = catalogueFor(localeHere);
  const url = deps.clipUrl(clip.id);
  const job = await deps.store.view(clip.jobId, deps.rules, deps.clock.nowMs());
  if (job === null || workspace === null) throw new TypeError(`expected the video of ${clip.id}, and where to show it`);
  if (url !== null) return tellDraft(withLink(draftOf(view, to, deps), job, url, words, deps), to, deps);
  await tell({ ...view, lines: [...view.lines, partsOf(words.slackCommands.clipByMessage())] }, to, deps);
  const why = await whyNotSent({ job, clip, userId: came.userId }, workspace, words, deps);
  if (why !== null) await tell(spoken(partsOf(why), [], 'bad'), { ...to, inPlace: false }, deps);
}

function withLink(
  { text, blocks }: Draft,
  { job }: JobView,
  url: string,
  { slackCommands, slack }: Catalogue,
  { clock }: Pick<Incoming, 'clock'>,
): Draft {
  const nowMs = clock.nowMs();
  const why = textLine(slackCommands.clipLink(clipLinkExpiresAtMs(nowMs), nowMs));
  const link = contentOf([why, linkLine(slack.play(job.number), url)]);
  const said = blocks.filter((block) => !isRow(block));
  return { text: `${text}\n${link.text}`, blocks: [...said, ...link.blocks, ...blocks.filter(isRow)] };
}

function isRow(block: KnownBlock): block is ActionsBlock {
  return block.type === 'actions';
}
