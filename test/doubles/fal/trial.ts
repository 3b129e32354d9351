import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import data from '../../../src/providers/fal/engines.json' with { type: 'json' };
import type { EngineTrial } from '../../e2e/engines/trial.ts';
import type { CommonFault } from '../faults.ts';
import { openFal } from './fal.ts';
import { createSigner } from './signing.ts';

const faults = {
  drop_answer: 'drop_answer',
  unavailable: { status: 503, body: { detail: 'No runner available', error_type: 'runner_scheduling_failure' } },
  gone: { status: 404, body: { detail: "Application 'veo3.1' not found" } },
  out_of_credit: {
    status: 403,
    body: { detail: 'User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.' },
  },
} as const satisfies Record<string, CommonFault>;

const engine = 'fal/veo3.1-lite';
/** Whose keys are not those of fal. */
const stranger = createSigner();

/** Without its other engines, which would serve where this one is gone. */
const alone = {
  engines: Object.fromEntries(
    Object.keys(data.engines)
      .filter((id) => id !== engine)
      .map((id) => [id, { off: true }]),
  ),
};

export const engineTrial: EngineTrial = {
  engine,
  finalCostMicroUsd: null,
  options: '--seconds 4',
  callsBack: true,
  async open({ nowMs }) {
    const fal = await openFal({ nowMs });
    const folder = await mkdtemp(path.join(tmpdir(), 'reelay-fal-trial-'));
    const enginesFile = path.join(folder, 'engines.json');
    await writeFile(enginesFile, JSON.stringify(alone));
    return {
      environment: {
        FAL_KEY: fal.key,
        FAL_QUEUE_URL: fal.url,
        FAL_JWKS_URL: fal.jwksUrl,
        ENGINES_FILE: enginesFile,
      },
      creates: () => fal.tasks.length,
      async finish({ callBackTo }) {
        for (const task of fal.tasks) {
          if (task.result === null) await task.succeed();
          if (callBackTo === null || task.callbackUrl === null) continue;
          const { pathname, search } = new URL(task.callbackUrl);
          await fal.callBack(task, `${callBackTo}${pathname}${search}`);
        }
      },
      failCreates(how, times) {
        fal.faults.next({ method: 'POST' }, faults[how], times);
      },
      holdAnswer() {
        const { promise, resolve } = Promise.withResolvers<void>();
        fal.faults.next({ method: 'POST' }, { answerAfter: promise });
        return resolve;
      },
      callbacks: {
        path: () => new URL(fal.last().callbackUrl ?? '').pathname,
        event(says, { taskId = fal.last().id, signedBy } = {}) {
          const status = says === 'finished' ? 'OK' : 'ERROR';
          const body = JSON.stringify({ request_id: taskId, gateway_request_id: taskId, status, payload: null });
          const signer = signedBy === 'stranger' ? stranger : fal.signer;
          return { body, headers: signer.headers(body, { requestId: taskId, atMs: nowMs() }) };
        },
      },
      adoptsByCallback: true,
      onlyTaskId: () => fal.last().id,
      async [Symbol.asyncDispose]() {
        await fal[Symbol.asyncDispose]();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};
