import { z } from 'zod';

/** Read leniently: what is not needed may be missing or of any shape. */

/** Ids go into addresses, so nothing else may be in them. */
const requestId = z.string().regex(/^[\w-]{1,128}$/);

export const created = z.object({ request_id: requestId, status_url: z.string().optional().catch(undefined) });

export const queueStatus = z.object({
  status: z.string(),
  /** Set on tasks that failed, where the queue says so itself. */
  error: z.unknown().optional(),
  error_type: z.string().nullable().catch(null),
});

export const finished = z.object({ video: z.object({ url: z.string().min(1) }) });

export const cancelAnswer = z.object({ status: z.string() });

/** Signed by fal, and still only a hint: what it says of the clip is not read. */
export const webhookBody = z.object({ request_id: requestId, status: z.string().min(1).max(40) });

export const keySet = z.object({ keys: z.array(z.unknown()) });
export const signingKey = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().max(100) });
