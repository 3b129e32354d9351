/** One open console: its session, its commands, and its stream of events. */
export type Visitor = {
  /** Types a command, and resolves when its answer is there whole. In ms. */
  command(text: string): Promise<number>;
  /** How many messages its stream has brought. */
  received(): number;
  close(): void;
};

export async function visit(address: string): Promise<Visitor> {
  const page = await fetch(address);
  const html = await page.text();
  const cookie = page.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const csrf = /name="csrf"\s+value="([^"]+)"/.exec(html)?.[1];
  const version = /data-version="(\d+)"/.exec(html)?.[1] ?? '0';
  if (csrf === undefined) throw new Error(`expected the console at ${address}, got ${html.slice(0, 200)}`);
  const leaving = new AbortController();
  const headers = { cookie, accept: 'text/event-stream' };
  const stream = await fetch(new URL(`/events?after=${version}`, address), { headers, signal: leaving.signal });
  if (stream.status !== 200) throw new Error(`expected a stream of events, got ${stream.status}`);
  let received = 0;
  let keys = 0;
  const reading = read(stream, (messages) => (received += messages));

  return {
    async command(text) {
      keys += 1;
      const form = new URLSearchParams({ csrf, key: `${crypto.randomUUID()}${keys}`, text });
      const atMs = performance.now();
      const answer = await fetch(new URL('/commands', address), {
        method: 'POST',
        headers: { cookie, 'X-Fragment': '1', origin: new URL(address).origin },
        body: form,
      });
      const body = await answer.text();
      if (!answer.ok) throw new Error(`expected the command to be taken, got ${answer.status}: ${body.slice(0, 200)}`);
      return performance.now() - atMs;
    },
    received: () => received,
    close() {
      leaving.abort();
      reading.catch(() => undefined);
    },
  };
}

async function read(stream: Response, onMessages: (messages: number) => void): Promise<void> {
  const body: AsyncIterable<Uint8Array> | null = stream.body;
  if (!body) throw new Error('expected a stream of events, got nothing');
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body) {
      onMessages(decoder.decode(chunk, { stream: true }).match(/^id: /gm)?.length ?? 0);
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  }
}
