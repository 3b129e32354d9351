import { networkFailure } from '../../core/network-failure.ts';
import type { SubmitResult } from '../../core/ports/provider.ts';
import type { ClipSpec } from '../../core/spec.ts';
import { type Answer, isGood } from '../answer.ts';
import { notSent, provesRefusal, type RejectedCreate, rejectedCreate } from '../create-answer.ts';
import { type Picture, readPicture } from '../picture.ts';
import type { ProviderParts } from '../provider-module.ts';
import { retryAfterMs } from '../retry-after.ts';
import { created } from './answers.ts';
import { describe, readError, rejectionCode } from './failure.ts';
import { type Parameters, translate } from './request-body.ts';
import type { FalWire } from './wire.ts';

export type Create = { readonly kind: 'ok'; readonly endpoint: string; readonly parameters: Parameters };

/** Those that all of its models take. */
const pictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

/** The create for a spec, with the picture that it starts from inside; or why none can be sent. */
export async function composeCreate(
  spec: ClipSpec,
  wire: FalWire,
  inputPath: ProviderParts['inputPath'],
): Promise<Create | RejectedCreate> {
  const translated = translate(spec, wire);
  if (translated.kind === 'impossible') return notSent('invalid', translated.detail);
  const { endpoint, parameters, imageField } = translated;
  if (imageField === null) return { kind: 'ok', endpoint, parameters };
  let picture: Picture;
  try {
    const mediaKey = spec.input?.mediaKey ?? null;
    const path = mediaKey === null ? null : await inputPath(mediaKey);
    if (path === null) return notSent('invalid', 'the input image is not there');
    picture = await readPicture(path, pictureTypes);
  } catch (error) {
    // Trouble of the disk has a code and passes; a file that is no picture stays what it is.
    const mayPass = error instanceof Error && 'code' in error;
    return notSent(mayPass ? 'transient' : 'invalid', `the input image cannot be read: ${networkFailure(error).word}`);
  }
  if (picture.kind === 'unusable') return notSent('invalid', picture.detail);
  return { kind: 'ok', endpoint, parameters: { ...parameters, [imageField]: picture.dataUri } };
}

/** What an answer to a create means. `apps` are those at which the task will be looked for. */
export function readCreate(
  answer: Answer,
  apps: readonly string[],
  { clock, log }: Pick<ProviderParts, 'clock' | 'log'>,
): SubmitResult {
  const { status, json, header } = answer;
  const error = readError(json);
  if (!isGood(answer)) {
    const detail = describe(status, error);
    if (!provesRefusal(status, error !== null)) return { kind: 'unknown', detail };
    return rejectedCreate(rejectionCode(status, error), detail, retryAfterMs(header, clock.nowMs()));
  }
  const accepted = created.safeParse(json);
  if (!accepted.success) return { kind: 'unknown', detail: `${status} without a request id` };
  const { request_id: taskId, status_url: statusUrl } = accepted.data;
  const path = statusUrl === undefined ? null : (URL.parse(statusUrl)?.pathname ?? null);
  if (path !== null && !apps.some((app) => path.endsWith(`/${app}/requests/${taskId}/status`))) {
    const app = path.split('/requests/')[0]?.slice(1, 100) ?? '';
    log.warn('fal answers for a task at another app than its engine says: set "app" in its wire data', { app });
  }
  return { kind: 'accepted', taskId, estimateMicroUsd: null };
}
