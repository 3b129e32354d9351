import type { Body } from './client.ts';

/**
 * A multipart body of known length that is read while it is sent: the files in it are parts of one blob, so that a clip
 * is not held in memory. `boundary` must not occur in it.
 */
export function multipart(
  fields: Readonly<Record<string, string>>,
  files: Readonly<Record<string, File>>,
  boundary: string,
): Body {
  const parts: (string | File)[] = [];
  for (const [name, value] of Object.entries(fields)) {
    parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  }
  for (const [name, file] of Object.entries(files)) {
    const disposition = `Content-Disposition: form-data; name="${name}"; filename="${file.name}"`;
    parts.push(`--${boundary}\r\n${disposition}\r\nContent-Type: ${file.type}\r\n\r\n`, file, '\r\n');
  }
  parts.push(`--${boundary}--\r\n`);
  return { blob: new Blob(parts), contentType: `multipart/form-data; boundary=${boundary}` };
}
