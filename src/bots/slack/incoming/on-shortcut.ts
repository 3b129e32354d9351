import { z } from 'zod';
import type { JobId } from '../../../core/ids.ts';
import { readButtonId } from '../../button-id.ts';
import { jobNumberIn } from '../../clip-file-name.ts';
import { firstOf } from '../../long-text.ts';
import type { VideoForm } from '../../grammar/form-of.ts';
import { optionsOutOfPrompt } from '../../grammar/prompt-field.ts';
import { promptUnitsMax, sanitisePrompt } from '../../grammar/prompt-text.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf } from '../../messages/text.ts';
import { spoken } from '../../view.ts';
import { shortcutIds } from '../callback-ids.ts';
import { inputSourceOf, isFileId, tenantOf } from '../places.ts';
import type { Workspace } from '../workspace.ts';
import type { Came } from './came.ts';
import type { Incoming } from './deps.ts';
import type { Deed } from './taking.ts';
import { lookUpNames } from './look-up-names.ts';
import { readProse } from './read-text.ts';
import { emptyForm, type Reply, replyOf, textReply, unknownButton } from './reply.ts';
import { askerOf, localeHere, roleOf } from './who-asks.ts';

const file = z.object({ id: z.string(), name: z.string().nullish(), mimetype: z.string().nullish() });

const shortcut = z.object({
  callback_id: z.string(),
  message: z
    .object({
      user: z.string().nullish(),
      app_id: z.string().nullish(),
      text: z.string().nullish(),
      files: z.array(file).nullish(),
      blocks: z.array(z.object({ elements: z.unknown().optional() })).nullish(),
    })
    .nullish(),
});

type Message = NonNullable<z.infer<typeof shortcut>['message']>;

/** A shortcut of ours, of a message or anywhere in Slack. */
export function onShortcut(body: unknown, came: Came, deps: Incoming): Deed {
  const { callback_id: callbackId, message } = shortcut.parse(body);
  switch (callbackId) {
    case shortcutIds.makeVideo:
      return { came, perform: async () => emptyForm };
    case shortcutIds.makeVideoFromThis:
      return { came, perform: async (workspace) => makeVideo(message ?? {}, came, workspace, deps) };
    case shortcutIds.removeClip:
      return { came, perform: async (workspace) => askToRemove(message ?? {}, came, workspace, deps) };
    default:
      return { came, perform: async () => unknownButton() };
  }
}

async function makeVideo(message: Message, came: Came, workspace: Workspace, deps: Incoming): Promise<Reply> {
  if (message.user !== workspace.botUserId) {
    return { kind: 'form', kept: { kind: 'video', form: await formFrom(message, came, workspace, deps), at: null } };
  }
  const [job, ...others] = await jobsAt(message, came, deps);
  if (job === undefined || others.length > 0) return textReply(catalogueFor(localeHere).taking.noPromptThere());
  const asker = askerOf(came, 'member');
  return replyOf(await deps.press({ action: 'edit', jobs: [job] }, asker), { came, asker, belongsAt: null }, deps);
}

/** Asks once: a moderator whether its person is blocked as well, anybody else whether they mean it, where it is theirs. */
async function askToRemove(message: Message, came: Came, workspace: Workspace, deps: Incoming): Promise<Reply> {
  const { slackModerators: say } = catalogueFor(localeHere);
  const jobs = message.user === workspace.botUserId ? await jobsAt(message, came, deps) : [];
  const [id, ...others] = jobs;
  const job = id === undefined || others.length > 0 ? null : await deps.store.job(id);
  if (job?.tenantId !== tenantOf(came.teamId)) return textReply(say.noVideoThere());
  const asker = askerOf(came, await roleOf(came, true, deps));
  if (asker.role !== 'moderator') {
    return replyOf(
      await deps.press({ action: 'delete', jobs: [job.id] }, asker),
      { came, asker, belongsAt: null },
      deps,
    );
  }
  const command = { action: 'confirm', style: 'primary', command: 'video-admin remove', agreedMicroUsd: null } as const;
  const { number } = job;
  const buttons = [
    { ...command, label: say.removeNow(number), typed: `#${number}` },
    { ...command, label: say.removeAndBlock(), typed: `#${number} --block 1d` },
  ];
  const view = spoken(partsOf(say.removeAsked(number)), [partsOf(say.removeMeans())], 'note', buttons);
  return { kind: 'said', view, belongsAt: null };
}

/** A message can be far longer than any prompt: more than the form shows, so that it says what it left out, and no more. */
const promptUnitsRead = promptUnitsMax + 1_000;

/** What a message says, with its first image. */
async function formFrom(
  { text, files }: Message,
  { teamId }: Came,
  workspace: Workspace,
  deps: Incoming,
): Promise<VideoForm> {
  const said = text ?? '';
  const image = files?.find(({ id, mimetype }) => isFileId(id) && mimetype?.startsWith('image/') === true);
  return optionsOutOfPrompt({
    // A form that comes late cannot be opened.
    prompt: sanitisePrompt(firstOf(readProse(said, await lookUpNames(said, workspace, 'name', deps)), promptUnitsRead)),
    options: '',
    input: image ? { kind: 'image', source: inputSourceOf(teamId, image.id), mediaKey: null } : null,
  } satisfies VideoForm);
}

const withActionId = z.array(z.object({ action_id: z.string().optional() }));

/** The videos that a message of ours is about: by its buttons, else by the names of its files. */
async function jobsAt({ blocks, files }: Message, { teamId }: Came, { store }: Incoming): Promise<JobId[]> {
  const elements = (blocks ?? []).flatMap((block) => withActionId.safeParse(block.elements).data ?? []);
  const byButtons = elements.flatMap(({ action_id: actionId }) => {
    const id = readButtonId(actionId ?? '');
    return id?.kind === 'jobs' ? id.jobs : [];
  });
  if (byButtons.length > 0) return [...new Set(byButtons)];
  const numbers = (files ?? []).map(({ name }) => jobNumberIn(name ?? '')).filter((number) => number !== null);
  const found = await Promise.all(
    numbers.map((number) => store.findJob({ tenantId: tenantOf(teamId), number, userId: null })),
  );
  return found.flatMap((job) => (job ? [job.id] : []));
}
