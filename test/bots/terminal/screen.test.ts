import { describe, expect, it } from 'vitest';
import { say, untrusted } from '../../../src/bots/messages/text.ts';
import { createScreen } from '../../../src/bots/terminal/screen.ts';
import type { View } from '../../../src/bots/view.ts';

function rendering(percent: number): View {
  const lines = [[untrusted('a red ball')], say`60 credits`];
  return { title: say`#1 is rendering: ${`${percent}%`}`, lines, progress: percent / 100, tone: 'busy', buttons: [] };
}

const ready: View = { ...rendering(100), title: say`#1 is ready`, progress: null, tone: 'good' };

function screenOf(output: { isTTY?: boolean; columns?: number } = {}) {
  let written = '';
  const screen = createScreen({ ...output, write: (text) => (written += text) });
  return { screen, written: () => written };
}

describe('the progress line of a terminal', () => {
  it('is redrawn in place, without the prompt, and never longer than the terminal is wide', () => {
    const { screen, written } = screenOf({ isTTY: true, columns: 60 });
    screen.show(rendering(50));
    expect(written()).toBe('\r\u001b[2K[############............] #1 is rendering: 50% · 60 credi…');
  });

  it('goes away before other words, and leaves the end to the command', () => {
    const { screen, written } = screenOf({ isTTY: true });
    screen.show(rendering(50));
    const before = written().length;
    screen.close();
    screen.show(rendering(60));
    expect(written().slice(before)).toBe('\r\u001b[2K');
  });

  it('is a line for each tenth where output goes to a file', () => {
    const { screen, written } = screenOf();
    for (const percent of [1, 4, 9, 12, 15, 31]) screen.show(rendering(percent));
    screen.show(ready);
    expect(written().split('\n')).toEqual([
      '#1 is rendering: 1% · 60 credits',
      '#1 is rendering: 12% · 60 credits',
      '#1 is rendering: 31% · 60 credits',
      '',
    ]);
  });
});
