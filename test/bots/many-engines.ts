import type { Showing } from '../../src/bots/view.ts';
import type { EngineId } from '../../src/core/engine.ts';
import type { JobView } from '../../src/core/request.ts';
import { catalogueFor } from '../../src/bots/messages/catalogue.ts';
import { takesOf } from '../../scripts/gallery/choosing-views.ts';
import { presentConfirm } from '../../src/bots/present-asking-back.ts';
import { typedAgain } from '../../src/bots/typed-again.ts';
import type { View } from '../../src/bots/view.ts';
import { aJobView, aProvider, aRequest, idOf, openAsk, someCapabilities, spec } from '../core/samples.ts';
import { noonMs } from '../doubles/world.ts';

/** What a vendor's list of models could call one, at its longest. */
const hostileLabel = '<!channel> @everyone <@U1> *x* `y` https://evil.example #a :b: z'.slice(0, 60);

const idOfEngine = (n: number): EngineId => `openrouter/${'m'.repeat(60)}-${n}`;

const all = Array.from({ length: 12 }, (_, n) => ({
  provider: aProvider(),
  credential: 'main',
  capabilities: someCapabilities({ id: idOfEngine(n), label: `${hostileLabel.slice(0, 57)} ${n}` }),
}));

export const showingMany: Showing = {
  words: catalogueFor('en'),
  nowMs: noonMs,
  engines: { all: () => all, find: (id) => all.find(({ capabilities }) => capabilities.id === id) ?? null },
};

/** The largest batch, each with a long prompt, at another engine and with notes of its own. */
export function largestBatch(prompt: (n: number) => string): readonly [JobView, ...JobView[]] {
  const view = (n: number): JobView => {
    const base = aJobView();
    const adapted = [
      { option: 'size', asked: '1024x576', got: `${n + 640}x360` },
      { option: 'seconds', asked: '7', got: String(n) },
      { option: 'style', asked: 'noir', got: null },
    ] as const;
    const route = { because: 'instead', tried: [idOfEngine(11 - n)], priceMicroUsd: 500_000 } as const;
    const job = { ...base.job, id: idOf('job', n + 1), number: 4_000_000 + n, engine: idOfEngine(n) };
    return {
      ...base,
      clip: null,
      deliveries: [],
      request: aRequest({ prompt: prompt(0) }),
      job: { ...job, state: { kind: 'queued' }, spec: { ...spec, prompt: prompt(n), adapted, route } },
    };
  };
  const [first, ...others] = Array.from({ length: 12 }, (_, n) => view(n));
  if (!first) throw new Error('expected twelve');
  return [first, ...others];
}

/** The question before such a batch, which was to cost less. */
export function largestQuestion(): View {
  const [first, ...others] = Array.from({ length: 12 }, (_, n) => ({
    ...openAsk,
    prompt: `${n} ${'a red ball rolls '.repeat(80)}end`,
  }));
  if (!first) throw new Error('expected twelve');
  const asks = [first, ...others] as const;
  const confirm = {
    kind: 'confirm',
    jobs: 12,
    copies: 2,
    quoteMicroUsd: 6_000_000,
    asks,
    takes: takesOf(asks),
  } as const;
  return presentConfirm(confirm, typedAgain(asks), 10_000, showingMany);
}
