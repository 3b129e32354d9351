import { credits } from './amounts.ts';

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

export function hd(quoteMicroUsd: number): string {
  return `HD · ${credits(quoteMicroUsd)}`;
}

/** The answer to being asked whether to delete it. */
export function removeNow(jobNumber: number): string {
  return `Delete #${jobNumber}`;
}
