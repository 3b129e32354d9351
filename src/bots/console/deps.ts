import type { ClipId } from '../../core/ids.ts';
import type { GuessLimit } from '../../core/guess-limit.ts';
import type { Media } from '../../core/ports/media.ts';
import type { Messages } from '../../core/ports/messages.ts';
import type { EndedSessions } from '../../core/ports/sessions.ts';
import type { Engines } from '../../core/engines.ts';
import type { AdmissionRules } from '../../core/policy.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Clock, Ids, Log, Random } from '../../core/ports/world.ts';
import type { Answerer } from '../answer.ts';
import type { Presser } from '../press.ts';
import type { Showing } from '../view.ts';

export type ConsoleDeps = {
  readonly messages: Messages;
  readonly endedSessions: EndedSessions;
  readonly store: Pick<Store, 'identify' | 'job' | 'tenant' | 'tenants' | 'usageReports'>;
  readonly rules: AdmissionRules;
  readonly media: Pick<Media, 'open' | 'storeImage'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly log: Log;
  readonly engines: Pick<Engines, 'all' | 'find' | 'known'>;
  /** The engines that can be asked now. */
  readonly engineNames: () => readonly string[];
  /** What else a video can be made as, at which price. */
  readonly offers: NonNullable<Showing['offers']>;
  readonly answer: Answerer['answer'];
  readonly press: Presser['press'];
  readonly decide: Presser['decide'];
  /** Something was admitted: work may start at once. */
  readonly wake: () => void;
  /** The path of a link that shows a clip for a while. */
  readonly clipLink: (clipId: ClipId) => string;
  /** Kills the demo engine's process; false when it has none. */
  readonly killEngine: () => boolean | Promise<boolean>;
  /** Where people reach the service; null for this machine only. */
  readonly publicUrl: string | null;
  readonly secretKey: string;
  /** Shared with every other place where the admin token is asked for. */
  readonly guesses: GuessLimit;
  /** Nothing is needed while nothing real is configured; then people can act as others. */
  readonly signIn: { readonly needed: false } | { readonly needed: true; readonly adminToken: string | null };
};
