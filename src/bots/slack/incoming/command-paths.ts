import { allLeaves } from '../../grammar/find-command.ts';

/** Whether this is a command, or the beginning of some: what is typed wrong may be the word that comes next. */
export function isCommandPath(path: string): boolean {
  return allLeaves().some((leaf) => leaf.path === path || leaf.path.startsWith(`${path} `));
}
