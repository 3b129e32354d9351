import { MediaError, type MediaSource } from '../../../core/ports/media.ts';
import { loopbackHostOf } from '../../loopback.ts';
import type { DiscordApi } from './api.ts';
import type { RestSettings } from '../rest-settings.ts';

type Deps = { readonly api: Pick<DiscordApi, 'refreshAddress'>; readonly settings: Pick<RestSettings, 'apiUrl'> };

/** Where Discord keeps what people attach. */
const attachmentHosts: readonly string[] = ['cdn.discordapp.com', 'media.discordapp.net'];

/** Discord's addresses end after a day, and say so in one of these ways. */
const endedStatuses: readonly number[] = [401, 403, 404];

/** Opens what somebody attached. Nothing else is ever fetched, wherever an address would lead. */
export function createInputs({ api, settings }: Deps) {
  const loopback = loopbackHostOf(settings.apiUrl);

  async function fetchFrom(address: string, signal: AbortSignal): Promise<Response> {
    // A redirect would lead past the check of the host.
    return fetch(checked(address, loopback), { signal, redirect: 'manual' });
  }

  return async (source: string, signal: AbortSignal): Promise<MediaSource> => {
    signal.throwIfAborted();
    const first = await fetchFrom(source, signal);
    if (!endedStatuses.includes(first.status)) return sourceOf(first);
    await first.body?.cancel();
    const fresh = await api.refreshAddress(source, signal);
    if (fresh.kind === 'gone' || fresh.kind === 'rejected') throw goneError();
    if (fresh.kind !== 'done') throw new Error(`the address of an attachment has ended: ${fresh.detail}`);
    const second = await fetchFrom(fresh.value, signal);
    if (!endedStatuses.includes(second.status)) return sourceOf(second);
    await second.body?.cancel();
    throw goneError();
  };
}

async function sourceOf(response: Response): Promise<MediaSource> {
  const { status, body, headers } = response;
  if (status === 200 && body) {
    const length = headers.get('content-encoding') === null ? headers.get('content-length') : null;
    return { body, bytes: length === null ? null : Number(length) };
  }
  await body?.cancel();
  const said = `expected an attachment from Discord, got status ${status}`;
  throw status >= 300 && status < 400 ? new MediaError('unplayable', said) : new Error(said);
}

function goneError(): MediaError {
  return new MediaError('unplayable', 'expected an attachment that is still there; attach it again');
}

/** The address, if it is one of Discord's own; the double of Discord stands on loopback, with its attachments beside it. */
function checked(address: string, loopback: string | null): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isDiscord = url?.protocol === 'https:' && attachmentHosts.includes(url.hostname) && url.port === '';
  const isDouble = loopback !== null && url?.hostname === loopback;
  const isPlain = url?.username === '' && url.password === '';
  if (url && isPlain && (isDiscord || isDouble)) return url;
  throw new MediaError('unplayable', `expected an attachment kept by Discord, got ${url?.hostname ?? 'no address'}`);
}
