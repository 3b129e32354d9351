import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'hono';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

type Asset = { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string; readonly etag: string };

/** Serves the page's own files. They are read once, so no request's path ever reaches the disk. */
export function createAssets(): (c: Context) => Response | Promise<Response> {
  const dir = path.join(import.meta.dirname, 'assets');
  const assets = new Map<string, Asset>();
  for (const name of readdirSync(dir)) {
    const type = types[path.extname(name)];
    if (type === undefined) continue;
    const bytes = new Uint8Array(readFileSync(path.join(dir, name)));
    assets.set(name, { bytes, type, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` });
  }

  return (c) => {
    const asset = assets.get(c.req.param('file') ?? '');
    if (!asset) return c.notFound();
    const headers = { 'Content-Type': asset.type, ETag: asset.etag, 'Cache-Control': 'no-cache' };
    const known = (c.req.header('If-None-Match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    if (known.includes(asset.etag)) return c.body(null, 304, headers);
    return c.body(asset.bytes, 200, headers);
  };
}
