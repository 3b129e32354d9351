import { bufferToFormData } from 'hono/utils/buffer';
import { mayRead, receiveBytes } from '../files.ts';
import type { StoredFile } from '../things.ts';
import type { World } from '../world.ts';
import { authorization } from './api.ts';
import { Refusal } from './refusal.ts';
import { text, type Endpoint, type Received, type Reply } from './server.ts';

/** The address that files.getUploadURLExternal gave: POST only, all bytes, once. */
export function uploadEndpoint(world: World, { http, url, bytes }: Received): Endpoint {
  const file = world.uploads.get(url.pathname);
  const problem = (message: string): void => {
    world.problems.push({ where: 'upload', message });
  };

  async function run(): Promise<Reply> {
    if (http.headers.authorization !== undefined) problem('The address is the proof: a token does not go there');
    if (http.method !== 'POST') {
      problem(`Expected POST, got ${http.method ?? 'nothing'}`);
      return text('Method Not Allowed', 405);
    }
    if (!file) return text('Not Found', 404);
    try {
      receiveBytes(file, await contentOf(bytes, http.headers['content-type']));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problem(`${error.code}: expected ${file.sizeBytes} bytes once, got ${bytes.length}`);
      return text(error.code, 400);
    }
    return text(`OK - ${file.sizeBytes}`);
  }

  return { method: 'upload', workspaceId: file?.workspace.id ?? null, args: {}, run };
}

/** The bytes as they are, or a form with one file in it. */
async function contentOf(bytes: Buffer, contentType: string | undefined): Promise<Buffer> {
  if (contentType?.startsWith('multipart/form-data') !== true) return bytes;
  const form = await bufferToFormData(new Uint8Array(bytes).buffer, contentType);
  const files = [...form.values()].filter((part) => typeof part !== 'string');
  const [only] = files;
  if (!only || files.length > 1) throw new Refusal('no_file_data');
  return Buffer.from(await only.arrayBuffer());
}

/** `url_private` and `url_private_download`. Without a token that may, it leads to the page for signing in. */
export function downloadEndpoint(world: World, { http, url }: Received): Endpoint {
  const [, workspaceId = '', fileId = ''] = /^\/files-pri\/([A-Z0-9]+)-([A-Z0-9]+)\//.exec(url.pathname) ?? [];
  const file = world.workspaces.get(workspaceId)?.files.get(fileId);

  function run(): Reply {
    if (!file || file.state !== 'complete') return text('Not Found', 404);
    if (!permitted(file)) return text('', 302, { location: `${world.origin}/login?redir=${url.pathname}` });
    return {
      status: 200,
      headers: { 'content-type': file.contentType, 'content-length': String(file.bytes.length) },
      body: file.bytes,
    };
  }

  function permitted(of: StoredFile): boolean {
    const token = world.tokens.get(authorization(http, 'Bearer') ?? '');
    if (token?.state !== 'good' || token.workspace !== of.workspace) return false;
    return token.scopes.has('files:read') && mayRead(of);
  }

  return { method: 'download', workspaceId: file ? workspaceId : null, args: {}, run };
}
