import { connect, type Socket } from 'node:net';

/** A connection of our own making, for what well-behaved clients never send. */
export type RawConnection = Disposable & {
  readonly socket: Socket;
  send(text: string): void;
  /** Resolves with everything that came, once that matches. Rejects when the connection ends before. */
  until(pattern: RegExp): Promise<string>;
  /** Resolves with everything that came, once the other side has closed. */
  ended(): Promise<string>;
};

export async function rawConnection(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  let onChange = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    onChange();
  });
  // A reset is an end like another.
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    socket.once('connect', () => resolve());
  });
  return {
    socket,
    send: (text) => void socket.write(text),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        onChange = () => {
          if (pattern.test(received)) resolve(received);
        };
        onChange();
        closed.then(
          () => reject(new Error(`expected ${pattern}, the connection ended after ${JSON.stringify(received)}`)),
          reject,
        );
      }),
    ended: async () => {
      await closed;
      return received;
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}
