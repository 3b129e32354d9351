import { credits, videos } from './amounts.ts';

/** On the buttons. Short: phones show about twenty characters. */
export const cancel = 'Cancel';
export const cancelAll = 'Cancel all';
export const again = 'Again';
export const edit = 'Edit';
export const retry = 'Edit and retry';
export const remove = 'Delete';

/** In a batch, where a bare "Again" would not say which. */
export function againOf(jobNumber: number): string {
  return `Again #${jobNumber}`;
}

/** The same, larger; null where its price is not told. */
export function hd(quoteMicroUsd: number | null): string {
  return quoteMicroUsd === null ? 'HD' : `HD · ${credits(quoteMicroUsd)}`;
}

/** What happens next in it. */
export function goOn(quoteMicroUsd: number | null): string {
  return quoteMicroUsd === null ? 'Continue' : `Continue · ${credits(quoteMicroUsd)}`;
}

/** With what it costs, where that is a lot. */
export function againAt(quoteMicroUsd: number): string {
  return `Again · ${credits(quoteMicroUsd)}`;
}

/** A take of what is there already, or on its way; null where its price is not known. */
export function newTake(quoteMicroUsd: number | null): string {
  return quoteMicroUsd === null ? 'New take' : `New take · ${credits(quoteMicroUsd)}`;
}

/** The answer to being asked whether so much may start. */
export function makeNow(amount: number, quoteMicroUsd: number): string {
  return `Make ${amount === 1 ? 'it' : videos(amount)} · ${credits(quoteMicroUsd)}`;
}

/** The answer to being asked whether to delete it. */
export function removeNow(jobNumber: number): string {
  return `Delete #${jobNumber}`;
}

/** Below a preview of what concerns many. */
export const changeForAll = 'Change it for all';

export function removeAll(amount: number): string {
  return `Remove ${videos(amount)}`;
}

export const askModerator = 'Ask a moderator';

/** What would fit instead: "Make 4 s · 20 credits". */
export function makeSmaller(seconds: number, quoteMicroUsd: number): string {
  return `Make ${seconds} s · ${credits(quoteMicroUsd)}`;
}
