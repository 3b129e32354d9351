import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type { MediaSource } from '../../../core/ports/media.ts';
import type { Draft } from '../draw/draft.ts';
import type { MessageAt, PostAt } from '../places.ts';
import { createAddresses } from './addresses.ts';
import { postAnswer } from './answer-address.ts';
import {
  anything,
  channelShape,
  completedShape,
  fileShape,
  groupsShape,
  openedShape,
  postedShape,
  selfShape,
  uploadUrlShape,
  userShape,
} from './answer-shapes.ts';
import { type ApiDeps, type ApiResult, createApiCaller } from './api-call.ts';
import type { ApiProblem } from './api-error.ts';
import { type KnownLength, openFileAt, sendFile } from './file-transfer.ts';

type Asked<T> = Promise<ApiResult<T>>;

/** Who we are in a workspace; `scopes` as far as Slack tells them. */
export type Self = {
  readonly teamId: string;
  readonly teamName: string;
  readonly userId: string;
  readonly isOrgWide: boolean;
  readonly scopes: readonly string[] | null;
};

export type ChannelInfo = {
  readonly id: string;
  readonly isMember: boolean;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
};

export type FileInfo = {
  /** Where its bytes are, for who has the token; null for what is not kept by Slack. */
  readonly url: string | null;
  /** The channels that it was shared in, with its message there where Slack tells it. */
  readonly shares: ReadonlyMap<string, string | null>;
};

export type UserInfo = {
  readonly id: string;
  readonly name: string;
  readonly isAdmin: boolean;
  readonly isOwner: boolean;
  readonly isBot: boolean;
  readonly isDeleted: boolean;
  /** A guest of a few channels. */
  readonly isGuest: boolean;
  /** Their own workspaces: of a channel that organizations share, also those of others. */
  readonly teamIds: readonly string[];
};

/** A user group of a workspace, by the name that people type behind an @. */
export type UserGroup = { readonly id: string; readonly name: string; readonly userIds: readonly string[] };

/** The words that go with a file. Blocks only where there is nothing else to carry buttons. */
export type UploadWords =
  | { readonly kind: 'comment'; readonly comment: string }
  | { readonly kind: 'blocks'; readonly blocks: readonly KnownBlock[] };

export type Upload = PostAt & { readonly fileId: string; readonly title: string; readonly words: UploadWords };

/** What is said by the address of an answer, to whoever is answered alone. */
export type AddressedAnswer = {
  readonly draft: Draft;
  /** In place of the message that a button stood in, or beneath it. */
  readonly inPlace: boolean;
  readonly thread: string | null;
};

/**
 * What we ask of Slack in one workspace. Nothing throws, and nothing is asked twice: that is for the caller to decide.
 */
export type SlackApi = {
  authTest(signal: AbortSignal): Asked<Self>;
  postMessage(at: PostAt, draft: Draft, signal: AbortSignal): Asked<MessageAt>;
  /** Text and blocks together: Slack takes away the blocks of a message that is given a text alone. */
  updateMessage(at: MessageAt, draft: Draft, signal: AbortSignal): Asked<null>;
  deleteMessage(at: MessageAt, signal: AbortSignal): Asked<null>;
  postEphemeral(at: PostAt, userId: string, draft: Draft, signal: AbortSignal): Asked<null>;
  /** Answers by the address that Slack gave for it: at most five times in half an hour. */
  respond(responseUrl: string, response: AddressedAnswer, signal: AbortSignal): Asked<null>;
  /** The channel of our direct messages with somebody. */
  openDm(userId: string, signal: AbortSignal): Asked<string>;
  /** Public channels only. Done as well where we are in it already. */
  join(channelId: string, signal: AbortSignal): Asked<null>;
  /** Not for direct messages: we have no right to look at those. */
  channelInfo(channelId: string, signal: AbortSignal): Asked<ChannelInfo>;
  /** A place for a file. Nothing is seen of it until its upload is completed. */
  uploadUrl(
    file: { readonly name: string; readonly sizeBytes: number },
    signal: AbortSignal,
  ): Asked<{ readonly fileId: string; readonly url: string }>;
  uploadBytes(url: string, source: KnownLength, signal: AbortSignal): Asked<null>;
  /** Shares the file. `done` with null where Slack does not tell its message yet, which is usual. */
  completeUpload(upload: Upload, signal: AbortSignal): Asked<string | null>;
  fileInfo(fileId: string, signal: AbortSignal): Asked<FileInfo>;
  deleteFile(fileId: string, signal: AbortSignal): Asked<null>;
  /** Opens a file that Slack keeps, and nothing else. */
  openFile(url: string, signal: AbortSignal): Asked<MediaSource>;
  openView(triggerId: string, view: ModalView, signal: AbortSignal): Asked<null>;
  publishView(userId: string, view: HomeView, signal: AbortSignal): Asked<null>;
  userInfo(userId: string, signal: AbortSignal): Asked<UserInfo>;
  /** All of them with their members, in one answer: Slack takes about 20 such calls a minute. */
  userGroups(signal: AbortSignal): Asked<readonly UserGroup[]>;
};

const foreignAddress = (of: string): ApiProblem => ({
  kind: 'rejected',
  detail: `the address of ${of} is none of Slack's`,
  code: null,
});

/** Nothing of a message is made into a link, a name or a preview but what stands there as one. */
const asItStands = { parse: 'none', link_names: false } as const;
const unpreviewed = { unfurl_links: false, unfurl_media: false } as const;

export function createSlackApi(deps: ApiDeps): SlackApi {
  const call = createApiCaller(deps);
  const addresses = createAddresses(deps.settings.apiUrl);

  return {
    authTest: (signal) => call('auth.test', {}, selfShape, signal),
    postMessage: ({ channelId, thread }, draft, signal) =>
      call(
        'chat.postMessage',
        { channel: channelId, ...inThread(thread), ...draft, ...asItStands, ...unpreviewed },
        postedShape,
        signal,
      ),
    updateMessage: async ({ channelId, ts }, draft, signal) =>
      emptied(await call('chat.update', { channel: channelId, ts, ...draft, ...asItStands }, anything, signal)),
    deleteMessage: async ({ channelId, ts }, signal) =>
      emptied(await call('chat.delete', { channel: channelId, ts }, anything, signal)),
    postEphemeral: async ({ channelId, thread }, userId, draft, signal) => {
      const args = { channel: channelId, user: userId, ...inThread(thread), ...draft, ...asItStands };
      return emptied(await call('chat.postEphemeral', args, anything, signal));
    },
    respond: async (responseUrl, response, signal) => {
      const url = addresses.ofAnswer(responseUrl);
      return url === null ? foreignAddress('an answer') : postAnswer(url, bodyOf(response), signal);
    },
    openDm: (userId, signal) => call('conversations.open', { users: userId }, openedShape, signal),
    join: async (channelId, signal) =>
      emptied(await call('conversations.join', { channel: channelId }, anything, signal)),
    channelInfo: (channelId, signal) => call('conversations.info', { channel: channelId }, channelShape, signal),
    uploadUrl: ({ name, sizeBytes }, signal) =>
      call('files.getUploadURLExternal', { filename: name, length: sizeBytes }, uploadUrlShape, signal),
    uploadBytes: async (address, source, signal) => {
      const url = addresses.ofUpload(address);
      return url === null ? foreignAddress('an upload') : sendFile(url, source, signal);
    },
    completeUpload: async ({ fileId, title, channelId, thread, words }, signal) => {
      const said = words.kind === 'comment' ? { initial_comment: words.comment } : { blocks: words.blocks };
      const args = { files: [{ id: fileId, title }], channel_id: channelId, ...inThread(thread), ...said };
      const answer = await call('files.completeUploadExternal', args, completedShape, signal);
      return answer.kind === 'done' ? { kind: 'done', value: answer.value.get(channelId) ?? null } : answer;
    },
    fileInfo: (fileId, signal) => call('files.info', { file: fileId }, fileShape, signal),
    deleteFile: async (fileId, signal) => emptied(await call('files.delete', { file: fileId }, anything, signal)),
    openFile: async (address, signal) => {
      const url = addresses.ofFile(address);
      return url === null ? foreignAddress('a file') : openFileAt(url, deps.token, signal);
    },
    openView: async (triggerId, view, signal) =>
      emptied(await call('views.open', { trigger_id: triggerId, view }, anything, signal)),
    publishView: async (userId, view, signal) =>
      emptied(await call('views.publish', { user_id: userId, view }, anything, signal)),
    userInfo: (userId, signal) => call('users.info', { user: userId }, userShape, signal),
    userGroups: (signal) => call('usergroups.list', { include_users: true }, groupsShape, signal),
  };
}

function inThread(thread: string | null): { readonly thread_ts?: string } {
  return thread === null ? {} : { thread_ts: thread };
}

function bodyOf({ draft, inPlace, thread }: AddressedAnswer): object {
  return { ...draft, response_type: 'ephemeral', replace_original: inPlace, ...inThread(thread) };
}

function emptied(answer: ApiResult<unknown>): ApiResult<null> {
  return answer.kind === 'done' ? { kind: 'done', value: null } : answer;
}
