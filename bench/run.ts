import { ackFigures } from './ack.ts';
import { ackSlackFigures } from './ack-slack.ts';
import { consoleFigures } from './console.ts';
import { type Figure, isWithin, printTable } from './figures.ts';

/** Each figure is taken in one run together with what it is held against. */
const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  console: consoleFigures,
  ack: ackFigures,
  'ack-slack': ackSlackFigures,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => benches[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`expected ${Object.keys(benches).join(', ')}, got ${unknown.join(', ')}\n`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const figures = await bench();
    process.stdout.write(`\n${name}\n\n${printTable(figures)}\n\n${JSON.stringify({ bench: name, figures })}\n`);
    if (!figures.every(isWithin)) process.exitCode = 1;
  }
}
