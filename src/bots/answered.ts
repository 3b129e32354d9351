import type { Clip } from '../core/clip.ts';
import type { Job } from '../core/job.ts';
import type { Request } from '../core/request.ts';
import type { Typed } from './present-answers.ts';
import type { View } from './view.ts';

/** For the asker alone, as is what it comes with. */
export type TextFile = { readonly name: string; readonly mediaType: string; readonly text: string };

/** What a person gets for what they typed or pressed. All but `taken` are for the asker alone. */
export type Answer =
  /** Its status message appears by itself. `repeated` when the same event was taken before, and is seen already. */
  | {
      readonly kind: 'taken';
      readonly request: Request;
      readonly jobs: readonly Job[];
      readonly repeated: boolean;
    }
  | { readonly kind: 'said'; readonly view: View }
  /** Said, with the video that it is about. */
  | { readonly kind: 'clip'; readonly view: View; readonly clip: Clip }
  /** Said, with a file of text that goes with it. */
  | { readonly kind: 'file'; readonly view: View; readonly file: TextFile }
  /** To be changed and sent: a form for this command that holds what is typed. */
  | ({ readonly kind: 'form' } & Typed);

export function said(view: View): Answer {
  return { kind: 'said', view };
}
