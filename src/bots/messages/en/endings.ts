import { jobDefaults } from '../../../core/defaults.ts';
import type { FailureCode, RefusedReason, UndeliverableReason } from '../../../core/failure.ts';
import { duration } from './amounts.ts';

/** Why there is no video, what that costs, and what to do next. */
export const failures: Readonly<Record<FailureCode, string>> = {
  moderation: 'The engine refused the prompt, or what it made of it. You pay nothing. Other words may pass.',
  invalid: 'The engine could not use the request. You pay nothing. Another size, length or engine may work.',
  engine_failed: 'The engine failed while making it. You pay nothing. Trying again often works.',
  engine_unavailable:
    'The engine takes no requests from here: its credit is used up, or it does not accept our key. You pay nothing. The operator has to see to it; another engine may work now.',
  model_retired: 'The engine is no longer in service. You pay nothing. Choose another one.',
  engine_busy: 'The engine was too busy for hours. You pay nothing. Try again later, or with another engine.',
  output_gone:
    'The engine made it, but the file was gone before it could be stored. You pay nothing. Again makes a new take.',
  output_broken: 'The engine delivered a file that does not play. You pay nothing. Again makes a new take.',
  horizon: 'The engine gave no result in time. You pay nothing. Should the video still turn up, it is yours, free.',
  create_unknown:
    'The engine never said whether it took the request. You pay nothing. Should the video still turn up, it is yours, free.',
};

/** Why no engine was asked. */
export const refused: Readonly<Record<RefusedReason, string>> = {
  moderation: 'This prompt is not allowed here. You pay nothing. Other words may pass.',
  not_judged:
    'Prompts have to be judged here before anything is made, and this one could not be. You pay nothing. Trying again later may work.',
  input_unusable:
    'The file to start from could not be read. Images can be PNG, JPEG, WebP or GIF, up to 8,192 pixels a side; videos MP4, MOV, WebM or Matroska, up to 200 MB. You pay nothing. Try another file.',
  input_too_long:
    'The video to start from is longer than what was asked for, and would cost more. You pay nothing. Set seconds to its length with Edit, or attach a shorter one.',
  approval_denied: 'A moderator declined it. You pay nothing.',
  approval_expired: 'No moderator decided in time. You pay nothing. You can ask again.',
};

/** Why the video is not in its channel. It is kept. */
export const undeliverable: Readonly<Record<UndeliverableReason, string>> = {
  destination_gone: 'It could not be posted: the channel is gone.',
  not_allowed: 'It could not be posted: Reelay may not post files there.',
  too_large: 'It could not be posted: the file is too large for the channel.',
  blocked_by_platform: 'It could not be posted: the channel’s rules did not let it through.',
  gave_up: `It could not be posted: trying for ${duration(jobDefaults.deliveryRetryMs)} did not help.`,
  deleted: 'It could not be posted: it was deleted before.',
};
