/** What an API answered, whatever it was. */
export type Answer = {
  readonly status: number;
  /** By any case of its name. */
  readonly header: (name: string) => string | null;
  /** Undefined where the body is not JSON, broke off, or is longer than an answer can be. */
  readonly json: unknown;
};

/** Longer than any answer of an API; files are no answers. */
const answerBytesMax = 1_024 ** 2;

/** Reads an answer whole, within bounds. Its status stands whatever becomes of its body. Rejects when the signal aborts. */
export async function readAnswer(
  response: Response,
  { signal, bytesMax = answerBytesMax }: { readonly signal: AbortSignal; readonly bytesMax?: number },
): Promise<Answer> {
  const { status, headers } = response;
  let json: unknown;
  try {
    json = JSON.parse(await bounded(response, bytesMax).text());
  } catch {
    signal.throwIfAborted();
  }
  return { status, header: (name) => headers.get(name), json };
}

/** The same response, whose body ends with an error where it is longer than that: for whoever reads it whole. */
export function bounded(response: Response, bytesMax = answerBytesMax): Response {
  const { body, status, headers } = response;
  if (body === null) return response;
  let bytes = 0;
  const counted = body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes <= bytesMax) controller.enqueue(chunk);
        else controller.error(new Error(`expected an answer of at most ${bytesMax} bytes, got more`));
      },
    }),
  );
  return new Response(counted, { status, headers });
}

export function isGood({ status }: Pick<Answer, 'status'>): boolean {
  return status >= 200 && status < 300;
}
