import type { EngineTrial } from '../../e2e/engines/trial.ts';
import type { CommonFault } from '../faults.ts';
import { openOpenAiVideos } from './openai-videos.ts';
import { signEvent } from './signing.ts';

const secret = `whsec_${Buffer.from('the-secret-of-the-double').toString('base64')}`;
const secretOfStranger = `whsec_${Buffer.from('the-secret-of-a-stranger').toString('base64')}`;

const faults = {
  drop_answer: 'drop_answer',
  unavailable: { status: 503, body: { error: { message: 'Overloaded.', type: 'server_error', code: 'overloaded' } } },
  gone: {
    status: 404,
    body: {
      error: { message: "The model 'sora-2' does not exist.", type: 'invalid_request_error', code: 'model_not_found' },
    },
  },
  out_of_credit: {
    status: 429,
    body: {
      error: { message: 'You exceeded your current quota.', type: 'insufficient_quota', code: 'insufficient_quota' },
    },
  },
} as const satisfies Record<string, CommonFault>;

export const engineTrial: EngineTrial = {
  engine: 'openai-videos/sora-2',
  finalCostMicroUsd: null,
  options: '--seconds 4',
  callsBack: true,
  async open({ nowMs }) {
    const double = await openOpenAiVideos({ nowMs });
    return {
      environment: {
        OPENAI_API_KEY: double.key,
        OPENAI_BASE_URL: double.baseUrl,
        OPENAI_WEBHOOK_SECRET: secret,
      },
      creates: () => double.tasks.size,
      async finish({ callBackTo }) {
        double.subscribe(callBackTo === null ? null : `${callBackTo}/webhooks/openai-videos`, [secret]);
        const open = Array.from(double.tasks.values()).filter((task) => task.show().completed_at === null);
        for (const task of open) await task.succeed();
        await double.sent();
      },
      failCreates(how, times) {
        double.faults.next({ method: 'POST', path: /^\/v1\/videos/ }, faults[how], times);
      },
      holdAnswer() {
        const { promise, resolve } = Promise.withResolvers<void>();
        double.faults.next({ method: 'POST', path: /^\/v1\/videos/ }, { answerAfter: promise });
        return resolve;
      },
      callbacks: {
        path: () => '/webhooks/openai-videos',
        event(says, { taskId = double.newest().id, signedBy } = {}) {
          const type = says === 'finished' ? 'video.completed' : 'video.failed';
          const secrets = [signedBy === 'stranger' ? secretOfStranger : secret];
          return signEvent({ id: `wh_${taskId}_${says}`, type, taskId, atMs: nowMs(), secrets });
        },
      },
      adoptsByCallback: false,
      onlyTaskId: () => double.newest().id,
      [Symbol.asyncDispose]: () => double[Symbol.asyncDispose](),
    };
  },
};
