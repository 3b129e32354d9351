import type { TenantId } from './ids.ts';

/** Destination: where a result belongs. Fixed when the request is admitted; nothing later can change it. */
export type Destination = {
  readonly platform: string;
  readonly tenantId: TenantId;
  /** The platform's own channel id; for the terminal, the path of the file to write. */
  readonly channel: string;
  readonly thread: string | null;
};

/** The platform's own name of a posted message. */
export type MessageRef = string;
