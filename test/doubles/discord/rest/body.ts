import { extname } from 'node:path';
import { bufferToFormData } from 'hono/utils/buffer';
import { ApiError, invalidField, refuse } from '../api-error.ts';
import type { UploadedFile } from '../messages.ts';
import { filesMax } from '../rules.ts';

export interface Body {
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
}

/** JSON, or a form of `payload_json` and `files[n]`. */
export async function readBody(bytes: Buffer, contentType: string | undefined): Promise<Body> {
  if (bytes.length === 0) return { json: undefined, files: [] };
  const [type] = (contentType ?? '').split(';');
  if (type === 'application/json') return { json: parseJson(bytes.toString('utf8')), files: [] };
  if (type === 'multipart/form-data' && contentType !== undefined) return readForm(bytes, contentType);
  throw invalidField([], `Expected "Content-Type" header to be one of {'application/json', 'multipart/form-data'}.`);
}

async function readForm(bytes: Buffer, contentType: string): Promise<Body> {
  const form = await parseForm(bytes, contentType);
  let json: unknown = {};
  const files: UploadedFile[] = [];
  for (const [name, part] of form) {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (name === 'payload_json') {
      json = parseJson(typeof part === 'string' ? part : await part.text());
    } else if (index !== undefined && typeof part !== 'string') {
      if (files.some((file) => file.index === index)) throw invalidField([name], 'It stands there twice.');
      files.push({
        index,
        filename: part.name,
        contentType: typeOf(part),
        bytes: Buffer.from(await part.arrayBuffer()),
      });
    } else {
      throw invalidField([name], 'The double knows the parts payload_json and files[n] only.');
    }
  }
  if (files.length > filesMax) throw invalidField(['files'], `Must be ${filesMax} or fewer in length.`);
  if (files.some((file) => file.bytes.length === 0)) throw refuse('empty_file');
  return { json, files };
}

async function parseForm(bytes: Buffer, contentType: string): Promise<FormData> {
  try {
    return await bufferToFormData(new Uint8Array(bytes).buffer, contentType);
  } catch (error) {
    throw new ApiError(400, { message: 'Invalid Form Body', code: 50035, errors: { _errors: [String(error)] } });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refuse('invalid_json');
  }
}

const typesByExtension: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mov': 'video/quicktime',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

/** Discord goes by the name of a file where its part names no type. */
function typeOf(part: File): string {
  const named = part.type === 'application/octet-stream' ? '' : part.type;
  return named === '' ? (typesByExtension[extname(part.name).toLowerCase()] ?? 'application/octet-stream') : named;
}
