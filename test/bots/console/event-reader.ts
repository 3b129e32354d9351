export type ServerEvent = { readonly event: string; readonly id: string | null; readonly data: string };

/** Reads server-sent events as a browser does, one after the other. */
export function readEvents(response: Response) {
  if (!response.body) throw new TypeError(`expected a stream of events, got ${response.status} without a body`);
  const body: ReadableStream<Uint8Array> = response.body;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';

  async function block(): Promise<string | null> {
    for (let end = text.indexOf('\n\n'); ; end = text.indexOf('\n\n')) {
      if (end !== -1) {
        const found = text.slice(0, end);
        text = text.slice(end + 2);
        return found;
      }
      const { done, value } = await reader.read();
      if (done) return null;
      text += decoder.decode(value, { stream: true });
    }
  }

  return {
    block,
    /** The next event; null at the end of the stream. Comments and settings are passed over. */
    async next(): Promise<ServerEvent | null> {
      for (let found = await block(); found !== null; found = await block()) {
        const fields = found.split('\n').map((line) => /^(\w*): ?(.*)$/.exec(line) ?? []);
        const valuesOf = (name: string): string[] =>
          fields.filter(([, field]) => field === name).map(([, , value = '']) => value);
        const data = valuesOf('data');
        if (data.length > 0) {
          return { event: valuesOf('event')[0] ?? 'message', id: valuesOf('id')[0] ?? null, data: data.join('\n') };
        }
      }
      return null;
    },
    close: () => reader.cancel(),
  };
}
