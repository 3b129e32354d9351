import type { Provider } from '../../src/core/ports/provider.ts';
import { sourceOf } from '../contracts/media.ts';
import { aProvider, someCapabilities } from '../core/samples.ts';
import { encodeMp4 } from '../media/sample-clips.ts';

/** An engine that renders until it is told to be done, and brings a real clip by then. */
export type PatientEngine = {
  readonly provider: Provider;
  done: boolean;
  isOpened: boolean;
  /** How many videos it was asked for. */
  created: number;
};

/** By their seconds. */
const clips = new Map<number, Promise<Uint8Array>>();

function clipOf(seconds: number): Promise<Uint8Array> {
  const known = clips.get(seconds) ?? encodeMp4(seconds);
  clips.set(seconds, known);
  return known;
}

export async function patientEngine({ playMoney }: { readonly playMoney: boolean }): Promise<PatientEngine> {
  // Made before anybody waits for it.
  let bytes = await clipOf(1);
  const engine: PatientEngine = {
    done: false,
    isOpened: false,
    created: 0,
    provider: aProvider({
      capabilities: () => [
        someCapabilities({
          playMoney,
          seconds: { kind: 'whole', min: 1, max: 10 },
          sizes: { kind: 'any_even', sideMin: 64, sideMax: 2_560, native: { width: 160, height: 90 } },
        }),
      ],
      submit: async ({ spec }) => {
        bytes = await clipOf(spec.seconds);
        engine.created += 1;
        return { kind: 'accepted', taskId: `task-${engine.created}`, estimateMicroUsd: null };
      },
      poll: async () =>
        engine.done
          ? { kind: 'succeeded', costMicroUsd: null }
          : { kind: 'running', phase: 'rendering', progress: 0.5, cancellable: false, pollAfterMs: null },
      openOutput: async () => {
        engine.isOpened = true;
        return { kind: 'stream', ...sourceOf(bytes) };
      },
    }),
  };
  return engine;
}
