import type { EngineTrial } from '../../e2e/engines/trial.ts';
import { signatureOf } from './callback.ts';
import type { VideoJob } from './job.ts';
import { failure, openOpenRouter } from './openrouter.ts';

const model = 'google/veo-3.1-lite';
const finalCostMicroUsd = 170_000;

const refusals = {
  unavailable: { status: 503, body: failure(503, 'There is no available model provider that meets your requirements') },
  gone: { status: 404, body: failure(404, `No endpoints found for ${model}.`) },
  out_of_credit: { status: 402, body: failure(402, 'Insufficient credits') },
};

export const engineTrial: EngineTrial = {
  engine: `openrouter/${model}`,
  finalCostMicroUsd,
  options: '--seconds 4',
  callsBack: true,
  async open({ nowMs }) {
    const double = await openOpenRouter({ nowMs });
    function onlyJob(): VideoJob {
      const [job, ...more] = double.jobs;
      if (!job || more.length > 0) throw new Error(`expected one job, got ${double.jobs.length}`);
      return job;
    }
    return {
      environment: {
        OPENROUTER_API_KEY: double.key,
        OPENROUTER_BASE_URL: double.baseUrl,
        OPENROUTER_WEBHOOK_SECRET: double.webhookSecret,
      },
      creates: () => double.jobs.length,
      async finish({ callBackTo }) {
        for (const job of double.jobs) {
          if (job.isOpen) await double.succeed(job, finalCostMicroUsd / 1e6);
          if (callBackTo !== null) await double.callBack(job, callBackTo);
        }
      },
      failCreates(with_, times) {
        const fault = with_ === 'drop_answer' ? with_ : refusals[with_];
        // All its models at once: they are many, and go one by one only where nobody asks for the next.
        const count = with_ === 'gone' ? 1_000 : times;
        double.server.faults.next({ method: 'POST', path: /\/videos$/ }, fault, count);
      },
      holdAnswer() {
        const { promise, resolve } = Promise.withResolvers<void>();
        double.server.faults.next({ method: 'POST', path: /\/videos$/ }, { answerAfter: promise });
        return resolve;
      },
      callbacks: {
        path: () => new URL(onlyJob().request.callback_url ?? '').pathname,
        event(says, { taskId = onlyJob().id, signedBy } = {}) {
          const status = says === 'finished' ? 'completed' : 'failed';
          const body = JSON.stringify({ type: `video.generation.${status}`, data: { id: taskId, status } });
          const secret = signedBy === 'stranger' ? 'a secret of somebody else' : double.webhookSecret;
          const signature = signatureOf(body, { secret, atMs: nowMs() });
          return {
            body,
            headers: {
              'x-openrouter-signature': signature,
              'x-openrouter-idempotency-key': `${taskId}-${status}`,
            },
          };
        },
      },
      adoptsByCallback: true,
      onlyTaskId: () => onlyJob().id,
      [Symbol.asyncDispose]: () => double[Symbol.asyncDispose](),
    };
  },
};
