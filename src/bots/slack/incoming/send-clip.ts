import type { Clip } from '../../../core/clip.ts';
import type { JobView } from '../../../core/request.ts';
import { clipFileName } from '../../clip-file-name.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { drawTitle } from '../draw/draft.ts';
import type { ApiResult } from '../outgoing/api-call.ts';
import type { ApiProblem } from '../outgoing/api-error.ts';
import type { SlackApi } from '../outgoing/api.ts';
import type { KnownLength } from '../outgoing/file-transfer.ts';
import { putFile } from '../outgoing/put-file.ts';
import type { Workspace } from '../workspace.ts';
import { askMsMax, askSlack } from './ask-slack.ts';
import type { Incoming } from './deps.ts';

type ToSend = { readonly job: JobView; readonly clip: Clip; readonly userId: string };

/** Sends a clip to somebody by direct message. Null once it is there, else why it is not. */
export async function whyNotSent(
  { job, clip, userId }: ToSend,
  { api }: Workspace,
  { slackCommands: say, taking }: Catalogue,
  { media, clock, log }: Pick<Incoming, 'media' | 'clock' | 'log'>,
): Promise<string | null> {
  const source = await media.open(clip.file.key);
  if (source === null) {
    log.warn('a clip could not be read to show it', { clip: clip.id, why: 'there is no such file' });
    return taking.clipMissing();
  }
  const { number } = job.job;
  const file = {
    name: clipFileName(number, clip.facts.mime),
    title: drawTitle(job),
    comment: say.clipAgain(number),
    source: { body: source.body, bytes: source.bytes ?? clip.file.bytes },
  };
  const sent = await askSlack(askMsMax.upload, (signal) => sendToPerson(file, userId, api, signal), clock);
  if (sent.kind === 'done') return null;
  log.warn('a clip could not be sent to who asked for it', { clip: clip.id, why: sent.detail });
  return isRefused(sent) ? say.clipNotTaken(clip.file.bytes) : say.clipNotSent();
}

export type FileToSend = {
  readonly name: string;
  readonly title: string;
  readonly comment: string;
  readonly source: KnownLength;
};

/** Sends a file to somebody by direct message: Slack takes none in answers for one person. */
export async function sendToPerson(
  { name, title, comment, source }: FileToSend,
  userId: string,
  api: SlackApi,
  signal: AbortSignal,
): Promise<ApiResult<unknown>> {
  const channel = await api.openDm(userId, signal);
  if (channel.kind !== 'done') return channel;
  const put = await putFile(api, { name, source }, signal);
  if (put.kind !== 'done') return put;
  const words = { kind: 'comment', comment } as const;
  return api.completeUpload({ channelId: channel.value, thread: null, fileId: put.value, title, words }, signal);
}

/** By the workspace, which will not take it the next time either. */
function isRefused({ kind }: ApiProblem): boolean {
  return kind === 'no_uploads' || kind === 'too_large';
}
