import type { TextFile } from '../../answered.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf } from '../../messages/text.ts';
import type { View } from '../../view.ts';
import { drawSaid } from '../draw/draft.ts';
import { discordLimits } from '../outgoing/limits.ts';
import type { Answerable } from './answerable.ts';
import { answerMsMax, attempt } from './attempt.ts';
import { bodyOf } from './body-of.ts';
import type { Incoming } from './deps.ts';

/** Puts a file of text into the answer that was promised to the asker; where it does not fit, says how it is had. */
export async function attachFile(
  interaction: Answerable,
  { view, file }: { readonly view: View; readonly file: TextFile },
  deps: Incoming,
): Promise<void> {
  const what = 'show a file';
  const attachment = Buffer.from(file.text);
  const words = catalogueFor(interaction.locale).discordCommands;
  const without = (why: string) => {
    const said = drawSaid({ ...view, lines: [...view.lines, partsOf(why)] });
    const call = () => interaction.editReply({ ...bodyOf(said), attachments: [] });
    return attempt({ what, withinMs: answerMsMax.later, call }, deps);
  };
  if (attachment.byteLength > Math.min(interaction.attachmentSizeLimit, discordLimits.uploadBytesMax)) {
    await without(words.fileTooLarge(attachment.byteLength));
    return;
  }
  const call = () =>
    interaction.editReply({ ...bodyOf(drawSaid(view)), files: [{ attachment, name: file.name }], attachments: [] });
  const shown = await attempt({ what, withinMs: answerMsMax.upload, call }, deps);
  if (shown.kind === 'refused' && shown.isTooLarge) await without(words.fileTooLarge(attachment.byteLength));
  else if (shown.kind === 'refused' || shown.kind === 'unheard') await without(words.fileNotShown());
}
