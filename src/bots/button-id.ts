import {
  type ApprovalId,
  type DeliveryId,
  formatId,
  type Id,
  type IdKind,
  isId,
  type JobId,
  type RequestId,
} from '../core/ids.ts';
import type { ApprovalAction, PressAction, PressButton } from './view.ts';

/** What a button that comes back says. None of it is believed: who may press is decided from the stored job. */
export type ButtonId =
  | {
      readonly kind: 'jobs';
      readonly action: PressAction;
      readonly jobs: readonly [JobId, ...JobId[]];
      /** The delivery whose post the button stands at. */
      readonly deliveryId: DeliveryId | null;
      /** The price that the button tells; left out where it tells none. */
      readonly agreedMicroUsd?: number;
    }
  /** About more jobs than fit: those of one request. */
  | { readonly kind: 'request'; readonly action: PressAction; readonly requestId: RequestId }
  /** Opens the form with what was typed, or does it; it is kept under this name. */
  | { readonly kind: 'retry'; readonly typedId: string }
  | { readonly kind: 'confirm'; readonly typedId: string }
  /** Asks a moderator for what was typed. */
  | { readonly kind: 'ask'; readonly typedId: string }
  | { readonly kind: 'approval'; readonly action: ApprovalAction; readonly approvalId: ApprovalId };

/** Those about videos that are there. */
export type PressId = Extract<ButtonId, { kind: 'jobs' | 'request' }>;

/** The price that such a button told, if any. It bounds what whoever presses it pays, and nothing else. */
export function agreedIn(id: PressId): number | undefined {
  return id.kind === 'jobs' ? id.agreedMicroUsd : undefined;
}

const version = 'v1';
const charsMax = 100;
const actions = [
  'cancel',
  'again',
  'edit',
  'hd',
  'continue',
  'delete',
  'delete_now',
] as const satisfies readonly PressAction[];
const typedKinds = ['retry', 'confirm', 'ask'] as const;
const approvalActions = ['approve', 'approve_with', 'deny'] as const satisfies readonly ApprovalAction[];
const typedIdPattern = /^[\w-]{1,80}$/;

/** `v1:cancel:01j…:01j…`; with `r:` before it the id of a request, with `d:` that of a delivery; `p` begins a price. Ids go without their prefix. */
export function writeButtonId(id: ButtonId): string {
  const text = [version, ...partsOf(id)].join(':');
  if (text.length > charsMax) {
    throw new TypeError(`expected a button id of at most ${charsMax} characters, got ${text.length}: ${text}`);
  }
  return text;
}

/** The id of a button about jobs: names the request instead where they do not fit. */
export function pressButtonId(
  { action, jobs, agreedMicroUsd }: PressButton,
  at: { readonly requestId: RequestId | null; readonly deliveryId: DeliveryId | null },
): string {
  const tooMany = jobs.length > jobsMax && at.requestId !== null;
  if (tooMany) return writeButtonId({ kind: 'request', action, requestId: at.requestId });
  const deliveryId = jobs.length === 1 ? at.deliveryId : null;
  return writeButtonId({ kind: 'jobs', action, jobs, deliveryId, ...agreed(agreedMicroUsd ?? null) });
}

const bodyChars = 26;
const longestAction = Math.max(...actions.map((action) => action.length));
const jobsMax = Math.floor((charsMax - version.length - 1 - longestAction) / (bodyChars + 1));

/** Null for what is no id of ours, or of a version that we no longer know. */
export function readButtonId(text: string): ButtonId | null {
  const [first, action = '', ...rest] = text.split(':');
  if (first !== version) return null;
  const kind = typedKinds.find((each) => each === action);
  if (kind !== undefined) {
    const [typedId = '', ...more] = rest;
    return typedIdPattern.test(typedId) && more.length === 0 ? { kind, typedId } : null;
  }
  const decision = approvalActions.find((each) => each === action);
  if (decision !== undefined) {
    const approvalId = read('approval', rest[0]);
    return approvalId !== null && rest.length === 1 ? { kind: 'approval', action: decision, approvalId } : null;
  }
  const known = actions.find((each) => each === action);
  return known === undefined ? null : readPress(known, rest);
}

const pricePattern = /^p([0-9a-z]{1,9})$/;

function agreed(microUsd: number | null): { readonly agreedMicroUsd?: number } {
  return microUsd === null ? {} : { agreedMicroUsd: microUsd };
}

function readPress(action: PressAction, parts: readonly string[]): ButtonId | null {
  const digits = pricePattern.exec(parts.at(-1) ?? '')?.[1];
  const rest = digits === undefined ? parts : parts.slice(0, -1);
  const price = agreed(digits === undefined ? null : Number.parseInt(digits, 36));
  if (rest[0] === 'r') {
    const requestId = read('request', rest[1]);
    return requestId !== null && rest.length === 2 ? { kind: 'request', action, requestId } : null;
  }
  const marked = rest.indexOf('d');
  const bodies = marked === -1 ? rest : rest.slice(0, marked);
  const jobs = bodies.map((body) => read('job', body)).filter((id) => id !== null);
  const [job, ...others] = jobs;
  if (job === undefined || jobs.length !== bodies.length) return null;
  if (marked === -1) return { kind: 'jobs', action, jobs: [job, ...others], deliveryId: null, ...price };
  const deliveryId = read('delivery', rest[marked + 1]);
  if (deliveryId === null || rest.length !== marked + 2) return null;
  return { kind: 'jobs', action, jobs: [job, ...others], deliveryId, ...price };
}

function partsOf(id: ButtonId): string[] {
  switch (id.kind) {
    case 'jobs': {
      const delivery = id.deliveryId === null ? [] : ['d', bodyOf(id.deliveryId)];
      const price = id.agreedMicroUsd === undefined ? [] : [`p${id.agreedMicroUsd.toString(36)}`];
      return [id.action, ...id.jobs.map(bodyOf), ...delivery, ...price];
    }
    case 'request':
      return [id.action, 'r', bodyOf(id.requestId)];
    case 'retry':
    case 'confirm':
    case 'ask':
      return [id.kind, id.typedId];
    case 'approval':
      return [id.action, bodyOf(id.approvalId)];
  }
}

function bodyOf(id: Id<IdKind>): string {
  return id.slice(-bodyChars);
}

const bodyPattern = /^[0-9a-z]{26}$/;

function read<K extends IdKind>(kind: K, body: string | undefined): Id<K> | null {
  if (body === undefined || !bodyPattern.test(body)) return null;
  const id = formatId(kind, body);
  return isId(kind, id) ? id : null;
}
