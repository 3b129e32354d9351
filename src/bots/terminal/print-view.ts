import { plainStyle, renderText } from '../messages/text.ts';
import type { View } from '../view.ts';

/** A view as plain lines. `indent` goes before every line after the title; null for none. */
export function printView({ title, lines }: View, indent: string | null = '  '): string {
  const shown = lines.map((line) => renderText(line, plainStyle));
  return [renderText(title, plainStyle), ...shown.map((line) => `${indent ?? ''}${line}`)].join('\n');
}
