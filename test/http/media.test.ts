import { describe, expect, it } from 'vitest';
import { clipLink } from '../../src/core/clip-link.ts';
import { DAY } from '../../src/core/time.ts';
import { aClip, idOf } from '../core/samples.ts';
import { noonMs } from '../doubles/world.ts';
import { openWeb } from './web.ts';

async function bodyOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

describe('a link to a clip', () => {
  it('gives the clip byte for byte, as what it is and for nobody else to keep', async () => {
    await using web = await openWeb();
    const { bytes, link, clip } = await web.clipOf(200_000);
    const response = await web.request(link);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'content-disposition': 'inline; filename="reelay-412.mp4"',
      'content-length': '200000',
      // Without media-src a browser that opens the link itself shows a black square.
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; media-src 'self'; .*frame-ancestors 'none'$/,
      ),
      'content-type': 'video/mp4',
      'cross-origin-resource-policy': 'same-origin',
      etag: `"${clip.file.sha256}"`,
      'x-content-type-options': 'nosniff',
    });
    expect(await bodyOf(response)).toEqual(bytes);
    expect(web.disk.openHandles()).toBe(0);
  });

  it('saves the clip under its number where that is asked for, with the ending of its container', async () => {
    await using web = await openWeb();
    const facts = { ...aClip().facts, mime: 'video/quicktime' as const };
    const { link } = await web.clipOf(10, { facts });
    const response = await web.request(`${link}&download=1`);
    expect(response.headers.get('Content-Disposition')).toBe('attachment; filename="reelay-412.mov"');
    expect(response.headers.get('Content-Type')).toBe('video/quicktime');
  });

  it('that is forged, swapped or cut shows nothing, not even whether there is such a clip', async () => {
    await using web = await openWeb();
    const { link } = await web.clipOf(10);
    const { link: other } = await web.clipOf(10);
    const url = new URL(link, 'http://localhost');
    const later = link.replace(/expires=\d+/, `expires=${noonMs + 99 * DAY}`);
    const swapped = link.replace(url.pathname, new URL(other, 'http://localhost').pathname);
    const nowhere = link.replace(url.pathname, `/media/${idOf('clip', 999)}`);
    for (const path of [url.pathname, `${url.pathname}?expires=1`, later, swapped, nowhere, link.slice(0, -4)]) {
      const response = await web.request(path);
      expect(response.status).toBe(403);
      expect(await response.text()).toBe('This link is not one that we gave out, or a part of it is missing.\n');
    }
  });

  it('that expired says so, and how to get another', async () => {
    await using web = await openWeb();
    const { link } = await web.clipOf(10);
    await web.clock.advance(DAY);
    const response = await web.request(link);
    expect(response.status).toBe(410);
    expect(await response.text()).toContain('/videos show');
  });

  it('to a clip that was deleted, is unknown, or lost its file says which', async () => {
    await using web = await openWeb();
    const deleted = await web.clipOf(10, { deletedAtMs: noonMs });
    const lost = await web.clipOf(10);
    await web.disk.media.remove(lost.clip.file.key);
    const unknown = clipLink(web.linkKey, idOf('clip', 999), noonMs + DAY);
    expect((await web.request(deleted.link)).status).toBe(410);
    expect((await web.request(unknown)).status).toBe(404);
    expect((await web.request(lost.link)).status).toBe(404);
    expect(web.logged.join()).toContain('the file of a clip is gone');
  });

  it('leads nowhere else: ids are no paths, however they are written', async () => {
    await using web = await openWeb();
    const { link } = await web.clipOf(10);
    const query = link.slice(link.indexOf('?'));
    const paths = ['../../etc/passwd', '..%2f..%2fetc%2fpasswd', '%2e%2e%2fsecret.key', '%00', 'clip_x/../../x', ''];
    for (const path of paths) expect([403, 404]).toContain((await web.request(`/media/${path}${query}`)).status);
    for (const id of ['../../../etc/passwd', 'att_1', '']) {
      const signed = clipLink(web.linkKey, id as ReturnType<typeof idOf<'clip'>>, noonMs + DAY);
      const escaped = signed.replace(`/media/${id}`, `/media/${encodeURIComponent(id)}`);
      expect((await web.request(escaped)).status).toBe(404);
    }
  });

  it('that is left while a piece is being read leaves no file open and no trace in the log', async () => {
    await using web = await openWeb();
    const { link } = await web.clipOf(200_000);
    const reader = (await web.request(link)).body?.getReader();
    await reader?.read();
    expect(web.disk.openHandles()).toBe(1);
    const pending = reader?.read();
    await reader?.cancel();
    await pending;
    expect(web.disk.openHandles()).toBe(0);
    expect(web.logged).toEqual([]);
  });

  it('takes no writes', async () => {
    await using web = await openWeb();
    const { link } = await web.clipOf(10);
    expect((await web.request(link, { method: 'POST' })).status).toBe(404);
    expect((await web.request(link, { method: 'DELETE' })).status).toBe(404);
  });
});

describe('a piece of a clip', () => {
  it('is given as asked for, so that a player can jump', async () => {
    await using web = await openWeb();
    const { bytes, link } = await web.clipOf(150_000);
    for (const [range, fromByte, toByte] of [
      ['bytes=0-0', 0, 0],
      ['bytes=70000-', 70_000, 149_999],
      ['bytes=-5', 149_995, 149_999],
      ['bytes=149999-999999', 149_999, 149_999],
    ] as const) {
      const response = await web.request(link, { headers: { Range: range } });
      expect(response.status).toBe(206);
      expect(response.headers.get('Content-Range')).toBe(`bytes ${fromByte}-${toByte}/150000`);
      expect(response.headers.get('Content-Length')).toBe(String(toByte - fromByte + 1));
      expect(await bodyOf(response)).toEqual(bytes.subarray(fromByte, toByte + 1));
    }
    expect(web.disk.openHandles()).toBe(0);
  });

  it('behind the end is refused, with the length that there is', async () => {
    await using web = await openWeb();
    const { link } = await web.clipOf(100);
    const response = await web.request(link, { headers: { Range: 'bytes=100-' } });
    expect(response.status).toBe(416);
    expect(response.headers.get('Content-Range')).toBe('bytes */100');
  });

  it('is given only of the version that the reader began with; of another it gets the whole', async () => {
    await using web = await openWeb();
    const { clip, link } = await web.clipOf(100);
    const ask = (ifRange: string) => web.request(link, { headers: { Range: 'bytes=1-2', 'If-Range': ifRange } });
    expect((await ask(`"${clip.file.sha256}"`)).status).toBe(206);
    expect((await ask('"another"')).status).toBe(200);
  });

  it('of a file that is not the one recorded is no half truth: the request fails and the log says why', async () => {
    await using web = await openWeb();
    const { link } = await web.clipOf(100, { file: { ...(await web.clipOf(90)).clip.file, bytes: 100 } });
    expect((await web.request(link)).status).toBe(500);
    expect((await web.request(link, { headers: { Range: 'bytes=95-' } })).status).toBe(500);
    expect(web.logged.join()).toContain('expected 100 bytes');
  });
});

describe('questions about a clip', () => {
  it('HEAD gives what GET would, without the clip, and opens no file', async () => {
    await using web = await openWeb();
    const { link } = await web.clipOf(100);
    const response = await web.request(link, { method: 'HEAD', headers: { Range: 'bytes=0-1' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Length')).toBe('100');
    expect(await response.text()).toBe('');
    expect(web.disk.openHandles()).toBe(0);
  });

  it('a version that is known already is not sent again', async () => {
    await using web = await openWeb();
    const { clip, link } = await web.clipOf(100);
    const ask = (headers: Record<string, string>) => web.request(link, { headers });
    const known = await ask({ 'If-None-Match': `"${clip.file.sha256}"`, Range: 'bytes=0-1' });
    expect(known.status).toBe(304);
    expect(known.headers.get('ETag')).toBe(`"${clip.file.sha256}"`);
    expect(await known.text()).toBe('');
    expect((await ask({ 'If-None-Match': '"another"' })).status).toBe(200);
    expect((await ask({ 'If-Match': '"another"' })).status).toBe(412);
  });
});
