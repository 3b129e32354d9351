import type { TextFile } from '../../answered.ts';
import { firstOf } from '../../long-text.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf, untrusted } from '../../messages/text.ts';
import { spoken, type View } from '../../view.ts';
import { messageCharsMax } from '../draw/content.ts';
import { askMsMax, askSlack } from './ask-slack.ts';
import type { Incoming } from './deps.ts';
import { sendToPerson } from './send-clip.ts';
import { tell, type GiveTo } from './tell.ts';
import { localeHere } from './who-asks.ts';

/** What is left of a message beside the words above it. */
const charsShown = messageCharsMax - 500;

/**
 * Brings a file of text to the asker alone: by direct message, since Slack takes none in answers for one person. Where Slack
 * does not take it either, what is in it is told, as far as a message holds it.
 */
export async function sendText(
  { view, file }: { readonly view: View; readonly file: TextFile },
  to: GiveTo,
  deps: Incoming,
): Promise<void> {
  const { came, workspace } = to;
  if (workspace === null) throw new TypeError('expected a workspace for a file');
  const { slackModerators: say } = catalogueFor(localeHere);
  const bytes = new TextEncoder().encode(file.text);
  const source = { body: oneChunk(bytes), bytes: bytes.byteLength };
  const toSend = { name: file.name, title: file.name, comment: say.hereIsFile(), source };
  const send = (signal: AbortSignal) => sendToPerson(toSend, came.userId, workspace.api, signal);
  const sent = await askSlack(askMsMax.upload, send, deps.clock);
  if (sent.kind === 'done') return tell({ ...view, lines: [...view.lines, partsOf(say.fileByMessage())] }, to, deps);
  deps.log.warn('a file of text could not be sent to who asked for it', { why: sent.detail, kind: sent.kind });
  await tell(view, to, deps);
  const shown = firstOf(file.text, charsShown);
  const why = partsOf(say.fileNotTaken(shown.length === file.text.length));
  const lines = shown.split('\n').filter((line) => line !== '');
  await tell(
    spoken(
      why,
      lines.map((line) => [untrusted(line)]),
      'note',
    ),
    { ...to, inPlace: false },
    deps,
  );
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}
