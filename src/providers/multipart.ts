/** A body of known length, and what it says it is. */
export type Body = { readonly blob: Blob; readonly contentType: string };

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
    parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`);
  }
  for (const [name, file] of Object.entries(files)) {
    const disposition = `Content-Disposition: form-data; name="${quoted(name)}"; filename="${quoted(file.name)}"`;
    parts.push(`--${boundary}\r\n${disposition}\r\nContent-Type: ${file.type}\r\n\r\n`, file, '\r\n');
  }
  parts.push(`--${boundary}--\r\n`);
  return { blob: new Blob(parts), contentType: `multipart/form-data; boundary=${boundary}` };
}

/** As browsers write it, so that no name ends its header. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
