import type { Destination } from '../core/destination.ts';
import type { Locale } from '../core/request.ts';
import type { Role } from '../core/role.ts';
import type { Person } from '../core/usecases/request.ts';

/** Who typed or pressed something, and where. A platform says so for each event anew; what a button carries proves nothing. */
export type Asker = {
  readonly person: Person;
  readonly role: Role;
  readonly destination: Destination;
  /** The channel that the destination is a thread of, where a thread is a channel of its own. */
  readonly parentChannel?: string | null;
  readonly locale: Locale;
  /** Set by a surface that shows the first status of a request itself, in its answer. */
  readonly answersWithStatus?: true;
  /** Set by a surface whose platform has no moderators: who moderates is kept by us. */
  readonly keepsModerators?: true;
  /** Set by a surface where text names no file: an image goes into its form. */
  readonly filesInFormAlone?: true;
  /** Set by a surface where an image is attached beside the text, and nothing else. */
  readonly attachesImages?: true;
  /** Set for a button that has told a price: for more than that, they are asked anew. */
  readonly agreedMicroUsd?: number;
  /** Set where the event of such a button is that of the question, which counts once. */
  readonly confirms?: true;
  /** The platform's own name of this event. */
  readonly inboundKey: string;
};
