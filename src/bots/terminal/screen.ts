import { plainStyle, renderText } from '../messages/text.ts';
import type { View } from '../view.ts';

/** Where the terminal shows how a request stands. */
export interface TerminalScreen {
  show(view: View): void;
  /** Takes away the line that is being redrawn, so that other output starts on its own. */
  clear(): void;
  /** Clears, and shows nothing from now on: how it ended is the command's own last word. */
  close(): void;
}

type Output = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };

const barWidth = 24;
const plainStep = 0.1;

/** One line that is redrawn on a terminal; a line for each change where output goes to a file or a pipe. */
export function createScreen(output: Output): TerminalScreen {
  const { show, clear } = output.isTTY === true ? redrawing(output) : plain(output);
  let isOpen = true;
  return {
    show: (view) => {
      if (isOpen && view.tone !== 'good' && view.tone !== 'bad') show(view);
    },
    clear,
    close: () => {
      isOpen = false;
      clear();
    },
  };
}

type Drawing = Omit<TerminalScreen, 'close'>;

function redrawing(output: Output): Drawing {
  let isDrawn = false;
  return {
    show(view) {
      const bar = view.progress === null ? '' : `${drawBar(view.progress)} `;
      output.write(`\r\u001b[2K${fit(bar + lineOf(view), (output.columns ?? 80) - 1)}`);
      isDrawn = true;
    },
    clear() {
      if (isDrawn) output.write('\r\u001b[2K');
      isDrawn = false;
    },
  };
}

function plain(output: Output): Drawing {
  let lastTitle = '';
  let lastStep = -1;
  return {
    show(view) {
      const step = view.progress === null ? -1 : Math.floor(view.progress / plainStep);
      // Late is told, though the title and the progress may stay as they were.
      const title = `${view.tone} ${renderText(view.title, plainStyle).replace(/: \d+.*$/u, '')}`;
      if (title === lastTitle && step <= lastStep) return;
      lastTitle = title;
      lastStep = step;
      output.write(`${lineOf(view)}\n`);
    },
    clear() {},
  };
}

function drawBar(progress: number): string {
  const full = Math.round(Math.min(1, Math.max(0, progress)) * barWidth);
  return `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}]`;
}

/** Title and notes on one line; the prompt is left out, since the person has just typed it. */
function lineOf({ title, lines }: View): string {
  const notes = lines.filter((line) => line.every((part) => part.kind !== 'untrusted'));
  return [title, ...notes]
    .map((text) => renderText(text, plainStyle))
    .join(' · ')
    .replace(/\s+/gu, ' ');
}

function fit(line: string, columns: number): string {
  const chars = Array.from(line);
  return chars.length <= columns ? line : `${chars.slice(0, Math.max(0, columns - 1)).join('')}…`;
}
