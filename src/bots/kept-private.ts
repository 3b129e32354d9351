import type { Command } from './grammar/command.ts';

/** What is private stays so, whatever a form says: nobody else has seen it. */
export function keptPrivate(command: Command): Command {
  if (command.kind !== 'video') return command;
  const [first, ...others] = command.asks;
  return { ...command, asks: [{ ...first, private: true }, ...others.map((ask) => ({ ...ask, private: true }))] };
}
