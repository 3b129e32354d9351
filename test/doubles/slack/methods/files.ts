import { z } from 'zod';
import { messageBlocks } from '../blocks/message.ts';
import { deleteFile, makeTicket, mayRead, shareFiles } from '../files.ts';
import { fileFields } from '../payload.ts';
import { textCharsMax } from '../rules.ts';
import { fileId, json, timestamp, whole } from '../web/args.ts';
import { method, openChannel, type Call, type Method } from '../web/method.ts';
import { refuse } from '../web/refusal.ts';
import type { StoredFile } from '../things.ts';
import { checkThread } from './chat.ts';

function uploaded(call: Call, id: string): StoredFile {
  const file = call.workspace.files.get(id);
  // Never twice, and never without its bytes: the ticket is gone, or not there yet.
  if (file?.state !== 'uploaded' || file.owner.kind !== 'bot') throw refuse('file_not_found');
  return file;
}

export const fileMethods: readonly Method[] = [
  method({
    name: 'files.getUploadURLExternal',
    scope: 'files:write',
    tier: 'tier4',
    args: z.strictObject({
      filename: z.string().min(1).max(255),
      length: whole,
      alt_txt: z.string().optional(),
      snippet_type: z.string().optional(),
    }),
    run(call, args) {
      const file = makeTicket(call.world, call.workspace, args.filename, args.length, args.alt_txt ?? null);
      return { upload_url: `${call.world.origin}${file.path}`, file_id: file.id };
    },
  }),
  method({
    name: 'files.completeUploadExternal',
    scope: 'files:write',
    tier: 'tier4',
    json: true,
    args: z.strictObject({
      files: json(
        z
          .array(
            z.strictObject({
              id: fileId,
              title: z.string().optional(),
              highlight_type: z.string().optional(),
            }),
          )
          .min(1),
      ),
      channel_id: z
        .string()
        .regex(/^[CGDZ][A-Z0-9]{8,}$/, 'failed to match regex pattern: ^[CGDZ][A-Z0-9]{8,}$')
        .optional(),
      thread_ts: timestamp.optional(),
      initial_comment: z.string().optional(),
      blocks: json(messageBlocks).optional(),
    }),
    run(call, args) {
      const files = args.files.map(({ id }) => uploaded(call, id));
      if (new Set(files).size < files.length) throw refuse('invalid_arguments');
      const comment = args.initial_comment ?? '';
      if (comment.length > textCharsMax) throw refuse('msg_too_long');
      // Seen to be so; the documentation knows of no such block here.
      if (args.blocks?.some((block) => block.type === 'markdown') === true) throw refuse('internal_error');
      const channel = args.channel_id === undefined ? null : destination(call, args.channel_id);
      if (channel) checkThread(channel, args.thread_ts);
      if (files.some((file) => call.workspace.forbiddenTypes.includes(file.name.split('.').at(-1) ?? ''))) {
        throw refuse('file_type_not_allowed');
      }
      for (const [at, file] of files.entries()) {
        file.state = 'complete';
        file.title = args.files[at]?.title ?? file.name;
      }
      if (channel) {
        shareFiles(call.world, files, {
          channel,
          text: comment,
          blocks: comment === '' ? (args.blocks ?? []) : [],
          threadTs: args.thread_ts ?? null,
        });
      }
      // Who reads `shares` here reads too early.
      return {
        files: files.map((file) => ({
          ...fileFields(call.world, file),
          shares: {},
          channels: [],
          groups: [],
          ims: [],
        })),
      };
    },
  }),
  method({
    name: 'files.info',
    scope: 'files:read',
    tier: 'tier4',
    args: z.strictObject({ file: fileId, limit: whole.optional(), cursor: z.string().optional() }),
    run(call, args) {
      const file = call.workspace.files.get(args.file);
      if (file?.state === 'deleted') throw refuse('file_deleted');
      if (file?.state !== 'complete' || !mayRead(file)) throw refuse('file_not_found');
      return { file: fileFields(call.world, file), comments: [], response_metadata: { next_cursor: '' } };
    },
  }),
  method({
    name: 'files.delete',
    scope: 'files:write',
    tier: 'tier3',
    json: true,
    args: z.strictObject({ file: fileId }),
    run(call, args) {
      const file = call.workspace.files.get(args.file);
      if (file?.state === 'deleted') throw refuse('file_deleted');
      // What was never completed is no file to anybody.
      if (file?.state !== 'complete' || !mayRead(file)) throw refuse('file_not_found');
      if (file.owner.kind !== 'bot') throw refuse('cant_delete_file');
      deleteFile(file);
      return {};
    },
  }),
];

/** As for a message; of an archived conversation it is said in other words. */
function destination(call: Call, id: string) {
  const channel = call.workspace.channels.get(id);
  if (channel?.archived === true && channel.botIsMember) throw refuse('posting_to_channel_denied');
  return openChannel(call, id);
}
