import { ReadableStream } from 'node:stream/web';
import { type Context, Hono } from 'hono';
import type { Clip, ClipMime } from '../core/clip.ts';
import type { Media } from '../core/ports/media.ts';
import type { Log } from '../core/ports/world.ts';
import { openLink } from '../core/usecases/open-link.ts';
import { answer } from './answer.ts';
import { askedRange } from './byte-range.ts';
import { conditionOf, rangeStillHolds, strongTag } from './entity-tag.ts';

export type MediaLinksDeps = Parameters<typeof openLink>[1] & {
  readonly media: Pick<Media, 'open'>;
  readonly log: Log;
};

const endings: Readonly<Record<ClipMime, string>> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
};

/** A browser that opens the link itself loads the clip a second time, from a page that it makes under these rules. */
const policy = "default-src 'none'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Plays or saves the one clip that a signed link is for. */
export function createMediaLinks(deps: MediaLinksDeps): Hono {
  const app = new Hono();
  app.get('/:clipId', async (c) => {
    const { expires = '', signature = '' } = c.req.query();
    const opened = await openLink({ clipId: c.req.param('clipId'), expires, signature }, deps);
    switch (opened.kind) {
      case 'clip':
        return serve(c, opened.clip, opened.number, deps);
      case 'forged':
        return answer(c, 403, 'This link is not one that we gave out, or a part of it is missing.');
      case 'expired':
        return answer(c, 410, 'This link has expired. Ask for the clip again with /videos show.');
      case 'deleted':
        return answer(c, 410, 'This clip was deleted.');
      case 'unknown':
        return answer(c, 404, 'There is no such clip here.');
    }
  });
  return app;
}

async function serve(c: Context, clip: Clip, number: number, deps: MediaLinksDeps): Promise<Response> {
  const { key, bytes, sha256 } = clip.file;
  const tag = strongTag(sha256);
  c.header('ETag', tag);
  c.header('Accept-Ranges', 'bytes');
  // Asked for anew each time, which costs nothing where it is known: a deleted clip is shown by no cache.
  c.header('Cache-Control', 'private, no-cache');
  const [ifMatch, ifNoneMatch] = [c.req.header('if-match'), c.req.header('if-none-match')];
  const condition = conditionOf({ ifMatch, ifNoneMatch }, tag);
  if (condition === 'not_modified') return c.body(null, 304);
  if (condition === 'precondition_failed') return answer(c, 412, 'This clip is not the version that was asked for.');

  // Ranges are for GET alone.
  const wanted =
    c.req.method === 'GET' && rangeStillHolds(c.req.header('if-range'), tag) ? c.req.header('range') : undefined;
  const range = askedRange(wanted, bytes);
  if (range.kind === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${bytes}`);
    return answer(c, 416, `This clip has ${bytes} bytes; none of them were asked for.`);
  }
  const source = await deps.media.open(key, range.kind === 'part' ? range : undefined);
  if (!source) {
    deps.log.error('the file of a clip is gone; restore it from a backup', null, { clipId: clip.id, key });
    return answer(c, 404, 'The file of this clip is gone.');
  }
  const length = range.kind === 'part' ? range.toByte - range.fromByte + 1 : bytes;
  if (source.bytes !== length)
    throw new Error(`expected ${length} bytes of ${clip.id}, its file has ${source.bytes ?? 'an unknown number'}`);
  const manner = c.req.query('download') === '1' ? 'attachment' : 'inline';
  c.header('Content-Security-Policy', policy);
  c.header('Content-Type', clip.facts.mime);
  c.header('Content-Length', String(length));
  c.header('Content-Disposition', `${manner}; filename="reelay-${number}.${endings[clip.facts.mime]}"`);
  if (range.kind === 'part') c.header('Content-Range', `bytes ${range.fromByte}-${range.toByte}/${bytes}`);
  if (c.req.method === 'HEAD') return c.body(null);
  return c.body(streamOf(source.body, clip, deps.log), range.kind === 'part' ? 206 : 200);
}

/** Reads ahead of nobody, and closes the file when the reader leaves. */
function streamOf(body: AsyncIterable<Uint8Array>, clip: Clip, log: Log): ReadableStream {
  const chunks = body[Symbol.asyncIterator]();
  let hasLeft = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await chunks.next();
          if (hasLeft) return;
          if (next.done === true) controller.close();
          else controller.enqueue(next.value);
        } catch (error) {
          log.error('a clip broke off while it was read', error, { clipId: clip.id });
          // What the disk said is for the log alone.
          controller.error(new Error('the clip broke off'));
        }
      },
      async cancel() {
        hasLeft = true;
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
