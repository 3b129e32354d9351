import { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Clock } from '../core/ports/world.ts';
import { MINUTE, SECOND } from '../core/time.ts';
import { listenErrorOf } from './listen-error.ts';

/** How long a peer may take. Without these a few that send a byte now and then hold every connection. */
export type ListenTimeouts = {
  readonly headersMs: number;
  /** For the whole request, its body included: an image over a slow line. */
  readonly requestMs: number;
  readonly keepAliveMs: number;
  /** How often the two above are looked after. */
  readonly checkEveryMs: number;
};

export const listenTimeouts: ListenTimeouts = {
  headersMs: 10 * SECOND,
  requestMs: 2 * MINUTE,
  keepAliveMs: 5 * SECOND,
  checkEveryMs: 5 * SECOND,
};

export type Listening = {
  readonly port: number;
  /** Requests that are not answered to their end. */
  openRequests(): number;
  /** Takes no more, lets running requests end for `graceMs`, then drops what is left. */
  close(graceMs: number): Promise<void>;
};

/** Serves an app. Port 0 takes any free one. Rejects with `ListenError` when the address cannot be had. */
export async function listen(
  app: Pick<Hono, 'fetch'>,
  address: { readonly host: string; readonly port: number },
  clock: Clock,
  timeouts: ListenTimeouts = listenTimeouts,
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request, env) => app.fetch(request, env),
    hostname: address.host,
    serverOptions: {
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      keepAliveTimeout: timeouts.keepAliveMs,
      connectionsCheckingInterval: timeouts.checkEveryMs,
    },
  });
  if (!(server instanceof Server)) throw new TypeError('expected a server of HTTP/1.1, got another');
  const requestsOn = new Map<Socket, number>();
  let open = 0;
  let isClosing = false;

  function count(socket: Socket, change: 1 | -1): void {
    open += change;
    const requests = requestsOn.get(socket);
    if (requests !== undefined) requestsOn.set(socket, requests + change);
  }

  /** Node itself spares connections that never sent a whole head: a few of them would hold up the end. */
  function dropUnused(): void {
    for (const [socket, requests] of requestsOn) if (requests === 0) socket.destroy();
  }

  server.on('connection', (socket) => {
    requestsOn.set(socket, 0);
    socket.once('close', () => requestsOn.delete(socket));
  });
  server.prependListener('request', ({ socket }, response) => {
    count(socket, 1);
    response.once('close', () => {
      count(socket, -1);
      // A connection that is kept alive would outlive the listener.
      if (isClosing) setImmediate(dropUnused);
    });
  });
  await start(server, address);
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('expected the port that was bound, got none');

  return {
    port: bound.port,
    openRequests: () => open,
    async close(graceMs) {
      isClosing = true;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      dropUnused();
      const isDone = new AbortController();
      await Promise.race([closed, clock.sleep(graceMs, isDone.signal)]);
      isDone.abort();
      server.closeAllConnections();
      await closed;
    },
  };
}

function start(server: Server, address: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => reject(listenErrorOf(error, address) ?? error);
    server.once('error', onError);
    server.listen(address.port, address.host, () => {
      server.off('error', onError);
      resolve();
    });
  });
}
