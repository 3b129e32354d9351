import path from 'node:path';
import type { Config, Secrets } from './config.ts';
import { deriveKey } from './core/derived-key.ts';
import type { OwnerId } from './core/ids.ts';
import { type AdmissionRules, defaultRules } from './core/policy.ts';
import type { Sealing } from './core/ports/sealing.ts';
import type { Store } from './core/ports/store.ts';
import type { Clock, Ids, Log, Random } from './core/ports/world.ts';
import { openSqliteStore } from './db/sqlite/store.ts';
import { ffmpegPathFor } from './ffmpeg-path.ts';
import { makeFolder } from './folder.ts';
import { createDiskMedia } from './media/disk-media.ts';
import { createFrameTaker } from './media/last-frame.ts';
import { createSealing } from './sealing.ts';
import { secretKeyOf } from './secret-key.ts';
import { createIds } from './system.ts';

/** What the service and the operator's commands both stand on. Whoever opens it closes the store. */
export type Base = {
  readonly store: Store & Pick<Awaited<ReturnType<typeof openSqliteStore>>, 'messages' | 'endedSessions'>;
  readonly media: ReturnType<typeof createDiskMedia>;
  readonly ids: Ids;
  readonly owner: OwnerId;
  /** Root of all other keys. */
  readonly secretKey: string;
  readonly sealing: Sealing;
  readonly rules: AdmissionRules;
};

export async function openBase(
  { config, secrets }: { readonly config: Config; readonly secrets: Secrets },
  { clock, random, log }: { readonly clock: Clock; readonly random: Random; readonly log: Log },
): Promise<Base> {
  await makeFolder(config.dataDir);
  const ids = createIds(clock, random);
  const secretKey = await secretKeyOf(config.dataDir, secrets.secretKey, random);
  const personKey = deriveKey(secretKey, 'person');
  const owner = ids.next('owner');
  const store = await openSqliteStore({ file: config.databaseFile, owner, clock, random, log, personKey });
  const ffmpeg = await ffmpegPathFor(config);
  const takeFrame = ffmpeg === null ? null : createFrameTaker(ffmpeg);
  const media = createDiskMedia({ dir: path.join(config.dataDir, 'media'), clock, random, log, takeFrame });
  const sealing = createSealing({ keys: [deriveKey(secretKey, 'sealing')], random });
  return { store, media, ids, owner, secretKey, sealing, rules: rulesOf(config) };
}

function rulesOf(config: Config): AdmissionRules {
  return {
    ...defaultRules,
    service: [{ unit: 'usd_micro', window: 'month', amount: config.budgetMonthlyMicroUsd }],
    providers: config.providerBudgetsMicroUsd,
  };
}
