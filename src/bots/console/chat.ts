import type { JobView } from '../../core/request.ts';
import type { Chat } from '../../core/ports/chat.ts';
import type { Message, Messages, NewMessage } from '../../core/ports/messages.ts';
import type { DeliveryId } from '../../core/ids.ts';
import type { MediaSource } from '../../core/ports/media.ts';
import type { Clock } from '../../core/ports/world.ts';
import { engineLabel } from '../engine-label.ts';
import { catalogueFor } from '../messages/catalogue.ts';
import { plainStyle, renderText } from '../messages/text.ts';
import { presentApproval } from '../present-approval.ts';
import { presentResult, presentStatus } from '../presenter.ts';
import type { Showing } from '../view.ts';
import { type Body, writeBody } from './bodies.ts';
import { channelOf, consolePlatform } from './channels.ts';
import { shownClip } from './shown-clip.ts';

const textCharsMax = 40_000;
const statusEveryMs = 400;

type Deps = {
  readonly messages: Messages;
  readonly clock: Clock;
  readonly offers: NonNullable<Showing['offers']>;
  readonly engines: NonNullable<Showing['engines']>;
  readonly openInput: (source: string) => Promise<MediaSource>;
  /** Hears of each message that was put or taken away here; of a removal without its version. */
  readonly onChange: (message: Message | null) => void;
};

/**
 * The console as a chat: nobody else keeps its messages, so they are kept in our own store. A result names the stored
 * clip, and the page links to it: nobody can ever see half of one.
 */
export function createConsoleChat({ messages, clock, offers, engines, openInput, onChange }: Deps): Chat {
  async function put(message: NewMessage): Promise<void> {
    onChange(await messages.put(message, clock.nowMs()));
  }

  return {
    platform: consolePlatform,
    limits: () => ({
      uploadBytesMax: Number.MAX_SAFE_INTEGER,
      textCharsMax,
      editWindowMs: Number.MAX_SAFE_INTEGER,
      statusEveryMs,
    }),

    async showStatus({ message, jobs }, signal) {
      signal.throwIfAborted();
      const [first, ...others] = jobs;
      const channel = first && channelOf(first.request.destination);
      if (!first || !channel) return message;
      const key = `status:${first.request.id}`;
      const words = catalogueFor(first.request.locale);
      const view = presentStatus([first, ...others], { words, nowMs: clock.nowMs(), offers, engines });
      const body: Body = { kind: 'status', view, news: newsOf(jobs, { words, engines }) };
      const { userId: author } = first.request;
      await put({ ...channel, key, onlyFor: onlyFor(first), author, body: writeBody(body) });
      return key;
    },

    async showApproval({ toShow, channel: name }, signal) {
      signal.throwIfAborted();
      const { approval, request } = toShow;
      const { tenantId } = approval;
      const channel = channelOf({ platform: consolePlatform, tenantId, channel: name, thread: null });
      if (!channel) return null;
      const key = `approval:${approval.id}`;
      const view = presentApproval(toShow, { words: catalogueFor(request.locale), nowMs: clock.nowMs(), engines });
      const body: Body = { kind: 'approval', view, news: renderText(view.title, plainStyle) };
      await put({ ...channel, key, onlyFor: null, author: request.userId, body: writeBody(body) });
      return key;
    },

    async deliver({ deliveryId, destination, view }, signal) {
      signal.throwIfAborted();
      const channel = channelOf(destination);
      if (!channel) return { kind: 'undeliverable', reason: 'destination_gone' };
      const { clip, job, request, requester } = view;
      if (!clip) throw new TypeError(`expected the clip of ${job.id} to bring it, got none`);
      const key = resultKey(deliveryId);
      const words = catalogueFor(request.locale);
      const body: Body = {
        kind: 'result',
        view: presentResult(view, { words, nowMs: clock.nowMs(), offers, engines }),
        news: newsOf([view], { words, engines }),
        clip: shownClip(clip, request.prompt === null ? null : job.spec.prompt),
        jobNumber: job.number,
        asker: requester.name,
      };
      await put({ ...channel, key, onlyFor: onlyFor(view), author: request.userId, body: writeBody(body) });
      return { kind: 'sent', message: key };
    },

    /** The page shows the status, which says it. */
    async tellUndelivered(_, signal) {
      signal.throwIfAborted();
    },

    async retract({ deliveryId }, signal) {
      signal.throwIfAborted();
      await messages.remove(resultKey(deliveryId), clock.nowMs());
      onChange(null);
      return { kind: 'retracted' };
    },

    async openInput(source, signal) {
      signal.throwIfAborted();
      return openInput(source);
    },
  };
}

/** Named after the delivery, so that bringing it twice shows one. */
function resultKey(deliveryId: DeliveryId): string {
  return `result:${deliveryId}`;
}

function onlyFor({ request }: JobView): NewMessage['onlyFor'] {
  return request.visibility === 'private' ? request.userId : null;
}

/** The same sentence as long as nothing but progress changes. */
function newsOf(views: readonly JobView[], showing: Pick<Showing, 'words' | 'engines'>): string {
  const { status } = showing.words;
  const [only, ...others] = views.map(({ job }) => job);
  if (!only || others.length > 0) return status.batchHeadline(views.map(({ job }) => job.state));
  const state = only.state.kind === 'rendering' ? { ...only.state, progress: null } : only.state;
  return status.headline(only.number, state, engineLabel(only.engine, showing));
}
