import type { EngineCapabilities } from '../../../core/engine.ts';
import { code, joinTexts, say, type Text, untrusted } from '../text.ts';
import { credits, either, number } from './amounts.ts';

export function title(engines: number): string {
  if (engines === 0) return 'No engine can make a video just now. The operator has been told, or knows.';
  return engines === 1 ? 'One engine makes videos here:' : `${number(engines)} engines make videos here:`;
}

/** "Runway Gen-4.5 · from text or image · 60 credits for 5 s · gen4.5". */
export function row(
  { label, model, also, inputs, playMoney }: EngineCapabilities,
  price: { readonly microUsd: number; readonly seconds: number },
): Text {
  const cost = `${credits(price.microUsd)} for ${price.seconds} s${playMoney ? ' (demo, no real money)' : ''}`;
  // Some labels and models come from an API's own list.
  return joinTexts([[untrusted(label)], `from ${either(inputs)}`, cost, say`${code(also[0] ?? model)}`], ' · ');
}

export function more(engines: number): string {
  return `${number(engines)} more that cost more.`;
}

export function how(): Text {
  return say`Left out, the best for your words is picked. To choose one: ${code('--engine')} with its name.`;
}
