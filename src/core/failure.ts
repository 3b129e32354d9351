/** Why a job ended without a clip although the engine was asked. Each has its own sentence. */
export type FailureCode =
  /** The engine refused the prompt or its result. */
  | 'moderation'
  /** The engine could not use the request. */
  | 'invalid'
  /** The engine failed. */
  | 'engine_failed'
  /** The engine has no credit left, or our key was refused. */
  | 'engine_unavailable'
  /** The model is gone. */
  | 'model_retired'
  /** The engine kept turning the request away until our patience ended. */
  | 'engine_busy'
  /** The result was gone before we could fetch it. */
  | 'output_gone'
  /** The engine delivered a file that does not play or is not what was asked for. */
  | 'output_broken'
  /** No verdict came until the engine's horizon. A late success reopens the job. */
  | 'horizon'
  /** Whether the engine took the request was never found out. A late success reopens the job. */
  | 'create_unknown';

/** Why a request was turned away before any engine was asked. */
export type RefusedReason =
  | 'moderation'
  /** It could not be judged, and is not made without that here. */
  | 'not_judged'
  | 'input_unusable'
  /** The video to start from is longer than what was asked for, and would cost more than was agreed. */
  | 'input_too_long'
  | 'approval_denied'
  | 'approval_expired';

/** Why a delivery stopped trying. The clip is kept and offered. */
export type UndeliverableReason =
  | 'destination_gone'
  | 'not_allowed'
  | 'too_large'
  | 'blocked_by_platform'
  | 'gave_up'
  /** The clip was deleted before it was posted. */
  | 'deleted';
