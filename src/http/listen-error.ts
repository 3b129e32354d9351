/** The address cannot be listened on. The message is for people. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

type Address = { readonly host: string; readonly port: number };

/** What a failed listen means, and what to do about it; null for what is not about the address. */
export function listenErrorOf(error: unknown, { host, port }: Address): ListenError | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return new ListenError(
        `Port ${port} on ${host} is taken by another program. Stop that one, or use another port: PORT=${freer(port)} npm start`,
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
      return new ListenError(
        `Reelay may not listen on port ${port}: this system keeps low ports for itself. Use another: PORT=8787 npm start`,
        { cause: error },
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return new ListenError(
        `HOST is ${JSON.stringify(host)}, which is no address of this machine. Unset it to listen here alone, or use every address: HOST=0.0.0.0 npm start`,
        { cause: error },
      );
    default:
      return null;
  }
}

function freer(port: number): number {
  return port < 65_535 ? port + 1 : 8_787;
}
