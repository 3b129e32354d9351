import type { JobId } from '../core/ids.ts';
import type { Catalogue } from './messages/catalogue.ts';
import type { Text } from './messages/text.ts';

/** `busy` while something goes on, `note` where somebody is waited for, `good` and `bad` at the end. */
export type Tone = 'busy' | 'good' | 'bad' | 'note';

export type Button =
  | {
      readonly action: 'cancel' | 'again';
      readonly label: string;
      readonly style: 'plain' | 'danger';
      readonly jobs: readonly JobId[];
    }
  /** Opens a form that holds what was typed. */
  | {
      readonly action: 'edit';
      readonly label: string;
      readonly style: 'primary';
      readonly command: string;
      readonly typed: string;
    };

/** What is shown, without a platform: each one draws it in its own way. Who may press a button is decided anew from the stored job. */
export type View = {
  readonly title: Text;
  readonly lines: readonly Text[];
  /** 0 to 1; null where there is no progress to show. */
  readonly progress: number | null;
  readonly tone: Tone;
  readonly buttons: readonly Button[];
};

/** In which words and at which moment something is shown. */
export type Showing = { readonly words: Catalogue; readonly nowMs: number };

/** A view that only says something. */
export function spoken(title: Text, lines: readonly Text[], tone: Tone, buttons: readonly Button[] = []): View {
  return { title, lines, progress: null, tone, buttons };
}
