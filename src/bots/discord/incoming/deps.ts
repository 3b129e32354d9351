import type { MessageRef } from '../../../core/destination.ts';
import type { ClipId, RequestId } from '../../../core/ids.ts';
import type { JobView } from '../../../core/request.ts';
import type { Media } from '../../../core/ports/media.ts';
import type { Store } from '../../../core/ports/store.ts';
import type { RequestDeps } from '../../../core/usecases/request.ts';
import type { Answerer } from '../../answer.ts';
import type { Presser } from '../../press.ts';
import type { DoublePresses } from '../../pressed.ts';
import type { createQuotes } from '../../quotes.ts';
import type { Showing } from '../../view.ts';
import type { DiscordApi } from '../outgoing/api.ts';
import type { OpenAnswers } from '../open-answers.ts';
import type { Recent } from '../../recent.ts';
import type { BriefMemory } from './brief-memory.ts';
import type { KeptForms } from '../../kept-forms.ts';

export type IncomingDeps = Pick<RequestDeps, 'engines' | 'clock' | 'random' | 'ids' | 'log' | 'rules'> & {
  readonly store: Pick<
    Store,
    | 'tenant'
    | 'job'
    | 'request'
    | 'view'
    | 'list'
    | 'findJob'
    | 'findUser'
    | 'identify'
    | 'quota'
    | 'setSettings'
    | 'setPolicy'
    | 'limitsOf'
    | 'audit'
  >;
  readonly answer: Answerer['answer'];
  readonly press: Presser['press'];
  readonly decide: Presser['decide'];
  /** What else a video can be made as, at which price. */
  readonly offers: NonNullable<Showing['offers']>;
  /** The engines that can be asked now; asked for at every key that is typed, so from memory. */
  readonly engineNames: () => readonly string[];
  /** What an engine is called and what a video of usual length costs there; null for one that is not there. */
  readonly quoteOf: ReturnType<typeof createQuotes>;
  /** Something was admitted: work may start at once. */
  readonly wake: () => void;
  /** The request's status is this message of ours. */
  readonly noteAnswer: (requestId: RequestId, message: MessageRef) => Promise<void>;
  readonly openAnswers: Pick<OpenAnswers, 'keep' | 'answering'>;
  readonly media: Pick<Media, 'open'>;
  /** The whole address under which anybody can watch a clip; null where nobody outside can reach us. */
  readonly clipUrl: (clipId: ClipId) => string | null;
  readonly api: Pick<DiscordApi, 'member' | 'postMessage'>;
};

/** The same, with what is remembered between one event and the next. */
export type Incoming = IncomingDeps & {
  readonly forms: KeptForms;
  /** What somebody's videos were a moment ago, or those of a whole server. */
  readonly videosLately: BriefMemory<readonly JobView[]>;
  readonly isDoublePress: DoublePresses;
  /** Buttons that have started what was asked about, by the names of what was typed. */
  readonly confirmed: Recent<true>;
  /** Servers whose managers were asked to set it up. */
  readonly offeredTo: Recent<true>;
  readonly decisionsTold: Recent<true>;
  /** Channels into which the latest decision could not be written. */
  readonly logFailures: Recent<true>;
};
