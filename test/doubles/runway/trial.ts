import type { EngineTrial } from '../../e2e/engines/trial.ts';
import { openRunway, type Runway, type RunwayTask } from './runway.ts';

/** Settings of the service with which it uses the double. */
export function environmentOf({ url, key }: Pick<Runway, 'url' | 'key'>): Readonly<Record<string, string>> {
  return { RUNWAYML_API_SECRET: key, RUNWAYML_BASE_URL: url };
}

const failures = {
  drop_answer: 'drop_answer',
  unavailable: { status: 503, body: { error: 'The service is over capacity.' } },
  gone: { status: 403, body: { error: 'Model variant is not available' } },
  out_of_credit: { status: 400, body: { error: 'You do not have enough credits to run this task.' } },
} as const;

/** Runway in the stories that are told of every engine. */
export const engineTrial: EngineTrial = {
  engine: 'runway/gen4.5',
  // Two seconds at the price of the double.
  finalCostMicroUsd: 240_000,
  options: '--seconds 2',
  callsBack: false,
  async open() {
    const runway = await openRunway();
    return {
      environment: environmentOf(runway),
      creates: () => runway.tasks.length,
      async finish() {
        const isOpen = ({ status }: RunwayTask): boolean => !['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(status);
        for (const task of runway.tasks.filter(isOpen)) await task.succeed();
      },
      failCreates(kind, times) {
        runway.faults.next({ method: 'POST', path: /^\/v1\/(?!uploads)/ }, failures[kind], times);
      },
      holdAnswer() {
        const { promise, resolve } = Promise.withResolvers<void>();
        runway.faults.next({ method: 'POST', path: /^\/v1\/(?!uploads)/ }, { answerAfter: promise });
        return resolve;
      },
      callbacks: null,
      adoptsByCallback: false,
      onlyTaskId: () => runway.last().id,
      [Symbol.asyncDispose]: () => runway[Symbol.asyncDispose](),
    };
  },
};
