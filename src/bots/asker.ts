import type { ApprovalReason } from '../core/approval.ts';
import type { Destination } from '../core/destination.ts';
import type { MemberNote } from '../core/member.ts';
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
  /** What the platform says of them as a member, where it says anything. */
  readonly member?: MemberNote | null;
  /** The same of somebody else there, by the platform's own id of them; null where nothing can be known. */
  readonly memberOf?: (externalId: string) => Promise<MemberNote | null>;
  /** Set by a surface whose platform groups its members: what that is called there. */
  readonly hasRoles?: 'discord' | 'slack';
  /** Set where the platform marks the channel as one for adults. */
  readonly isAdultPlace?: boolean;
  /** Set for a button that has told a price: for more than that, they are asked anew. */
  readonly agreedMicroUsd?: number;
  /** Set for a button that asks a moderator for what is not allowed otherwise. */
  readonly asksModerator?: ApprovalReason;
  /** Set where the event of such a button is that of the question, which counts once. */
  readonly confirms?: true;
  /** The platform's own name of this event. */
  readonly inboundKey: string;
};
