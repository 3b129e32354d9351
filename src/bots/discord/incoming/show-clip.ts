import type { AttachmentPayload } from 'discord.js';
import type { Clip } from '../../../core/clip.ts';
import { clipLinkExpiresAtMs } from '../../../core/clip-link.ts';
import type { MediaSource } from '../../../core/ports/media.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf } from '../../messages/text.ts';
import type { View } from '../../view.ts';
import { type ClipBytes, readClip } from '../outgoing/clip-bytes.ts';
import { clipFileName } from '../../clip-file-name.ts';
import { altTextOf } from '../draw/clip-file.ts';
import { contentOf, type Line, rawLine, textLine, titleLine } from '../draw/content.ts';
import { type Draft, drawSaid } from '../draw/draft.ts';
import { discordLimits } from '../outgoing/limits.ts';
import type { Answerable } from './answerable.ts';
import { answerMsMax, attempt } from './attempt.ts';
import { bodyOf } from './body-of.ts';
import type { Incoming } from './deps.ts';

/** Puts a clip into the answer that was promised to the asker: the file where it fits, else a link, else words. */
export async function attachClip(
  interaction: Answerable,
  { view, clip }: { readonly view: View; readonly clip: Clip },
  deps: Incoming,
): Promise<void> {
  const { log } = deps;
  const what = 'show a clip';
  const say = (line: Line) =>
    attempt(
      {
        what,
        withinMs: answerMsMax.later,
        // Without the file, should it have arrived unheard.
        call: () => interaction.editReply({ ...bodyOf(withLine(view, line)), attachments: [] }),
      },
      deps,
    );
  const file = await readFile(clip, Math.min(interaction.attachmentSizeLimit, discordLimits.uploadBytesMax), deps);
  if (file.kind === 'too_large') {
    await say(instead(interaction, clip, deps));
    return;
  }
  const missing = textLine(partsOf(catalogueFor(interaction.locale).taking.clipMissing()));
  if (file.kind === 'broken') {
    log.warn('a clip could not be read to show it', { clip: clip.id, why: file.detail });
    await say(missing);
    return;
  }
  const call = () => interaction.editReply({ ...bodyOf(drawSaid(view)), files: [file.file] });
  const shown = await attempt({ what, withinMs: answerMsMax.upload, call }, deps);
  if (shown.kind === 'refused') await say(shown.isTooLarge ? instead(interaction, clip, deps) : missing);
  else if (shown.kind === 'unheard') await say(missing);
}

type Unread = Exclude<ClipBytes, { kind: 'whole' }>;
type ReadFile = { readonly kind: 'whole'; readonly file: AttachmentPayload } | Unread;

async function readFile(clip: Clip, bytesMax: number, { store, rules, clock, media }: Incoming): Promise<ReadFile> {
  const view = await store.view(clip.jobId, rules, clock.nowMs());
  if (!view) return { kind: 'broken', detail: 'its job is not there' };
  const openClip = async (): Promise<MediaSource> => {
    const source = await media.open(clip.file.key);
    if (!source) throw new Error('there is no such file');
    return source;
  };
  const read = await readClip({ view, openClip }, bytesMax, new AbortController().signal);
  if (read.kind !== 'whole') return read;
  const altText = altTextOf(view);
  const attachment = Buffer.from(read.bytes);
  const name = clipFileName(view.job.number, clip.facts.mime);
  return { kind: 'whole', file: { attachment, name, ...(altText === null ? {} : { description: altText }) } };
}

function instead({ locale }: Answerable, clip: Clip, { clipUrl, clock }: Incoming): Line {
  const { discord, discordCommands } = catalogueFor(locale);
  const url = clipUrl(clip.id);
  const nowMs = clock.nowMs();
  if (url !== null) return rawLine(discord.clipLink(clipLinkExpiresAtMs(nowMs), nowMs), url, '\n');
  return textLine(partsOf(discordCommands.clipTooLarge(clip.file.bytes)));
}

function withLine(view: View, line: Line): Draft {
  return { ...drawSaid(view), content: contentOf([titleLine(view.title), ...view.lines.map(textLine), line]) };
}
