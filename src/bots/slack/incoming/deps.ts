import type { MessageRef } from '../../../core/destination.ts';
import type { ClipId, RequestId } from '../../../core/ids.ts';
import type { Media } from '../../../core/ports/media.ts';
import type { Store } from '../../../core/ports/store.ts';
import type { Role } from '../../../core/role.ts';
import type { RequestDeps } from '../../../core/usecases/request.ts';
import type { Answerer } from '../../answer.ts';
import type { KeptForms } from '../../kept-forms.ts';
import type { Presser } from '../../press.ts';
import type { DoublePresses } from '../../pressed.ts';
import type { createQuotes } from '../../quotes.ts';
import type { Recent } from '../../recent.ts';
import type { SlackApi } from '../outgoing/api.ts';
import type { PersonAt } from '../places.ts';
import type { Groups } from './groups.ts';
import type { Workspaces } from '../workspace.ts';

export type IncomingDeps = Pick<RequestDeps, 'engines' | 'clock' | 'random' | 'log' | 'rules'> & {
  readonly store: Pick<Store, 'tenant' | 'job' | 'findJob' | 'request' | 'view' | 'findUser' | 'audit'>;
  readonly answer: Answerer['answer'];
  readonly press: Presser['press'];
  readonly decide: Presser['decide'];
  /** The engines that can be asked now. */
  readonly engineNames: () => readonly string[];
  /** What an engine is called and what a video of usual length costs there; null for one that is not there. */
  readonly quoteOf: ReturnType<typeof createQuotes>;
  /** Something was admitted, or can go on: work may start at once. */
  readonly wake: () => void;
  /** The request's status is this message of ours. */
  readonly noteAnswer: (requestId: RequestId, message: MessageRef) => Promise<void>;
  readonly media: Pick<Media, 'open'>;
  /** The whole address under which anybody can watch a clip; null where nobody outside can reach us. */
  readonly clipUrl: (clipId: ClipId) => string | null;
  readonly workspaces: Workspaces;
  /** Answers by an address of Slack's, which takes no token: also those whom we have no workspace of. */
  readonly respond: SlackApi['respond'];
  /** What somebody may do in their workspace. `mayAsk`: whether Slack may be asked for it. */
  readonly roleOf: (person: PersonAt, how: { readonly mayAsk: boolean }) => Promise<Exclude<Role, 'operator'>>;
};

/** The same, with what is remembered between one event and the next. */
export type Incoming = IncomingDeps & {
  readonly forms: KeptForms;
  readonly groups: Groups;
  readonly isDoublePress: DoublePresses;
  /** Until when it is known that we can post in a channel. */
  readonly postableUntilMs: Recent<number>;
  readonly decisionsTold: Recent<true>;
  /** Channels into which the latest decision could not be written. */
  readonly logFailures: Recent<true>;
};
