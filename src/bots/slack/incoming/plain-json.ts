const escapes: Readonly<Record<string, string>> = { '&': '\\u0026', '<': '\\u003c', '>': '\\u003e' };

/** As JSON without the three signs that Slack escapes in what is text, so that it comes back as it went out either way. */
export function writePlainJson(value: unknown): string {
  return JSON.stringify(value).replace(/[&<>]/gu, (sign) => escapes[sign] ?? sign);
}

/** Null for what is no JSON. */
export function readPlainJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
