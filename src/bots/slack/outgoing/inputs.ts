import { MediaError, type MediaSource } from '../../../core/ports/media.ts';
import { readInputSource } from '../places.ts';
import type { Workspaces } from '../workspace.ts';
import type { ProblemKind } from './api-error.ts';

type Deps = { readonly workspaces: Workspaces };

/** It is not there any more, or not for us. */
const inVain: ReadonlySet<ProblemKind> = new Set(['gone', 'file_gone', 'not_allowed', 'not_in_channel', 'rejected']);

/** Opens what somebody attached, as Slack keeps it. Nothing else is ever fetched, wherever an address would lead. */
export function createInputs({ workspaces }: Deps) {
  return async (source: string, signal: AbortSignal): Promise<MediaSource> => {
    signal.throwIfAborted();
    const named = readInputSource(source);
    if (named === null) throw unusable('expected a file of Slack, got another source');
    const found = await workspaces.of(named.teamId);
    if (found.kind === 'none') throw unusable('the app is not installed in the workspace of the file any more');
    if (found.kind === 'unknown') throw new Error(`the workspace of a file cannot be told now: ${found.detail}`);
    const { api } = found.workspace;
    const info = await api.fileInfo(named.fileId, signal);
    signal.throwIfAborted();
    if (info.kind !== 'done') throw failed(info);
    if (info.value.url === null) throw unusable('expected a file that Slack keeps, got one that is kept elsewhere');
    const opened = await api.openFile(info.value.url, signal);
    signal.throwIfAborted();
    if (opened.kind !== 'done') throw failed(opened);
    return opened.value;
  };
}

function failed({ kind, detail }: { readonly kind: ProblemKind; readonly detail: string }): Error {
  return inVain.has(kind)
    ? unusable(`${detail}; attach the file again`)
    : new Error(`a file could not be opened: ${detail}`);
}

function unusable(message: string): MediaError {
  return new MediaError('unplayable', message);
}
