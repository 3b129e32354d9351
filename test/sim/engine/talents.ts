import type { EngineCapabilities } from '../../../src/core/engine.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';

/** What a simulated provider can do, as data: real ones differ in exactly these. */
export type Talents = {
  readonly provider: string;
  /** `fences`: it can prove that an attempt was not and will not be taken. */
  readonly finds: 'never' | 'sees' | 'fences';
  /** `while_waiting`: only a task that has not begun can be stopped. */
  readonly cancels: 'never' | 'while_waiting' | 'always';
  readonly callsBack: 'never' | 'with_task' | 'bare';
  readonly tellsCost: boolean;
  readonly whenFull: 'waits' | 'turns_away';
  readonly engines: readonly [EngineCapabilities, ...EngineCapabilities[]];
};

const size = { width: 1_280, height: 720 } as const;

type Differences = Partial<EngineCapabilities> & { readonly perSecondMicroUsd?: number };

function engine(
  provider: string,
  model: string,
  { perSecondMicroUsd = 40_000, ...rest }: Differences = {},
): EngineCapabilities {
  return {
    id: `${provider}/${model}`,
    provider,
    model,
    label: `${provider} ${model}`,
    asOf: '2026-01-01',
    playMoney: false,
    also: [],
    operations: ['make'],
    inputs: ['text', 'image'],
    sizes: { kind: 'listed', sizes: [size] },
    sizesFrom: {},
    seconds: { kind: 'whole', min: 1, max: 10 },
    extendSeconds: null,
    suits: [],
    retiresOn: null,
    replacedBy: null,
    fps: [24],
    audio: false,
    seed: true,
    promptCharsMax: 1_000,
    price: { perSecondMicroUsd },
    concurrencyMax: 3,
    videosPerHourMax: null,
    typicalMsP95: 2 * MINUTE,
    pollEveryMsMin: 10 * SECOND,
    horizonMs: 3 * HOUR,
    ...rest,
  };
}

/** Takes a create and answers polls, and nothing else: as Runway with a lost answer. */
const plain: Talents = {
  provider: 'plain',
  finds: 'never',
  cancels: 'while_waiting',
  callsBack: 'never',
  tellsCost: false,
  whenFull: 'waits',
  engines: [engine('plain', 'one'), engine('plain', 'narrow', { concurrencyMax: 1, inputs: ['text'] })],
};

/** Calls back with the task's name, tells what it charged, cannot be searched and cannot be stopped. */
const caller: Talents = {
  provider: 'caller',
  finds: 'never',
  cancels: 'never',
  callsBack: 'with_task',
  tellsCost: true,
  whenFull: 'turns_away',
  engines: [engine('caller', 'two', { concurrencyMax: 2, perSecondMicroUsd: 90_000, suits: ['style'] })],
};

/** Its list of tasks can be read, its callbacks name none, and it stops whenever it is asked. */
const listed: Talents = {
  provider: 'listed',
  finds: 'sees',
  cancels: 'always',
  callsBack: 'bare',
  tellsCost: true,
  whenFull: 'turns_away',
  engines: [engine('listed', 'three', { horizonMs: 8 * HOUR, typicalMsP95: 5 * MINUTE, pollEveryMsMin: 20 * SECOND })],
};

/** Knows its tasks by attempt and can fence one off: as the demo. Nobody pays it. */
const toy: Talents = {
  provider: 'toy',
  finds: 'fences',
  cancels: 'always',
  callsBack: 'never',
  tellsCost: false,
  whenFull: 'waits',
  engines: [engine('toy', 'four', { playMoney: true, concurrencyMax: 1, videosPerHourMax: 4 })],
};

export const allTalents = [plain, caller, listed, toy] as const;
