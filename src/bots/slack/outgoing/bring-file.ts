import type { DeliverResult } from '../../../core/ports/chat.ts';
import type { Clock } from '../../../core/ports/world.ts';
import type { JobView } from '../../../core/request.ts';
import { clipFileName } from '../../clip-file-name.ts';
import type { Showing } from '../../view.ts';
import { drawResult, drawResultComment, drawTitle } from '../draw/draft.ts';
import { fileRefOf, isFileId } from '../places.ts';
import type { ApiResult } from './api-call.ts';
import type { ApiProblem, ProblemKind } from './api-error.ts';
import type { UploadWords } from './api.ts';
import { type Bring, settledMs } from './bring.ts';
import { clipOf } from '../../clip-of.ts';
import { later, resultOf } from './delivery-result.ts';
import { joining } from './joining.ts';
import { slackLimits } from './limits.ts';
import { putFile } from './put-file.ts';

type Deps = { readonly clock: Clock; readonly showing: (view: JobView) => Showing };

/** `refused` where the workspace takes no such file, so that a link has to do. */
export type FileResult = DeliverResult | { readonly kind: 'refused'; readonly reason: 'too_large' | 'not_allowed' };

/**
 * Uploads a clip and shares it. Nothing is seen before it is shared, and by then its name is noted: a later try looks for
 * it under that name, shares the same file if nobody has, and takes it away before it uploads another.
 */
export function createBringFile({ clock, showing }: Deps) {
  /** What became of an earlier upload. */
  async function lookForEarlier({ api, at, earlier, signal }: Bring): Promise<Earlier> {
    if (earlier === null || !isFileId(earlier.name)) return { kind: 'none' };
    const fileId = earlier.name;
    const info = await api.fileInfo(fileId, signal);
    if (info.kind === 'done' && info.value.shares.has(at.channelId)) {
      const ts = info.value.shares.get(at.channelId) ?? null;
      return over({ kind: 'sent', message: fileRefOf({ channelId: at.channelId, fileId, ts }) });
    }
    if (info.kind !== 'done' && !unseen.has(info.kind)) return over(laterAfter(info));
    const leftMs = earlier.atMs + settledMs - clock.nowMs();
    if (leftMs > 0) return over(later('whether the earlier upload is seen is not known yet', leftMs));
    // Not completed yet: the same file is, rather than another, so that a try which comes late finds it done.
    if (info.kind === 'file_gone') return { kind: 'uncompleted', fileId };
    const removed = await api.deleteFile(fileId, signal);
    if (removed.kind === 'done' || removed.kind === 'file_gone') return { kind: 'none' };
    return over(later(`an earlier upload cannot be taken away: ${removed.detail}`));
  }

  async function upload(bring: Bring): Promise<FileResult> {
    const { ask, api, signal } = bring;
    const { view } = ask;
    const { facts, file } = clipOf(view);
    if (file.bytes > slackLimits.uploadBytesMax) return { kind: 'refused', reason: 'too_large' };
    const source = await ask.openClip();
    const sizeBytes = source.bytes ?? file.bytes;
    const name = clipFileName(view.job.number, facts.mime);
    const put = await putFile(api, { name, source: { body: source.body, bytes: sizeBytes } }, signal);
    if (put.kind !== 'done') return refusal(put);
    return resultOfShare(await share(bring, put.value), bring, put.value);
  }

  /** From here on people may see it. */
  async function share(bring: Bring, fileId: string): Promise<ApiResult<string | null>> {
    const { ask, api, at, signal } = bring;
    await ask.note(fileId);
    const complete = (words: UploadWords): Promise<ApiResult<string | null>> => {
      const whole = { ...at, fileId, title: drawTitle(ask.view), words };
      return joining(api, at.channelId, () => api.completeUpload(whole, signal), signal);
    };
    const words = wordsOf(bring);
    const first = await complete(words);
    return first.kind === 'rejected' && words.kind === 'blocks' ? complete(commentOf(ask.view)) : first;
  }

  function resultOfShare(answer: ApiResult<string | null>, { at }: Bring, fileId: string): FileResult {
    if (answer.kind === 'done') {
      return { kind: 'sent', message: fileRefOf({ channelId: at.channelId, fileId, ts: answer.value }) };
    }
    return answer.kind === 'ambiguous' ? later(answer.detail, settledMs) : refusal(answer);
  }

  /** Slack takes either words or blocks with a file, and only blocks carry buttons. */
  function wordsOf({ ask: { view }, status }: Bring): UploadWords {
    if (status !== null) return commentOf(view);
    return { kind: 'blocks', ...drawResult(view, showing(view), { clipUrl: null, hasButtons: true }) };
  }

  function commentOf(view: JobView): UploadWords {
    return { kind: 'comment', comment: drawResultComment(view, showing(view)) };
  }

  return async (bring: Bring): Promise<FileResult> => {
    const earlier = await lookForEarlier(bring);
    if (earlier.kind === 'over') return earlier.result;
    if (earlier.kind === 'uncompleted') {
      const answer = await share(bring, earlier.fileId);
      // Slack keeps what nobody completes for a while only.
      if (answer.kind !== 'file_gone') return resultOfShare(answer, bring, earlier.fileId);
    }
    return upload(bring);
  };
}

type Earlier =
  | { readonly kind: 'over'; readonly result: DeliverResult }
  /** Its bytes are there, and nobody sees it. */
  | { readonly kind: 'uncompleted'; readonly fileId: string }
  /** Nothing of it is there, or any more. */
  | { readonly kind: 'none' };

function over(result: DeliverResult): Earlier {
  return { kind: 'over', result };
}

/** Slack knows of no such file, or may not tell us of it. */
const unseen: ReadonlySet<ProblemKind> = new Set(['file_gone', 'gone', 'not_allowed']);

/** Nothing was shown. */
function laterAfter(problem: ApiProblem): DeliverResult {
  return later(problem.detail, 'afterMs' in problem ? problem.afterMs : null);
}

function refusal(problem: ApiProblem): FileResult {
  if (problem.kind === 'no_uploads') return { kind: 'refused', reason: 'not_allowed' };
  if (problem.kind === 'too_large') return { kind: 'refused', reason: 'too_large' };
  return resultOf(problem);
}
