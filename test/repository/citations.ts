import { posix } from 'node:path';

const topFolders = /^(?:src|test|docs|drizzle|bench|scripts|\.ci)\//;

/**
 * Paths of the repository that a Markdown page names: in backticks, and as targets of links. Of a path with a
 * placeholder, `src/providers/<name>/client.ts`, the part before the placeholder is what must exist.
 */
export function citedPaths(page: string, markdown: string): string[] {
  const named = [...markdown.matchAll(/`([^`\n]+)`/g)]
    .map(([, text = '']) => text)
    .filter((text) => topFolders.test(text) && !text.includes(' '))
    .map((text) => text.replace(/:\d+(?:-\d+)?$/, ''))
    .map((text) => text.replace(/[^/]*[<*{…].*$/, ''));
  const linked = [...markdown.matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => posix.join(posix.dirname(page), target));
  return [...new Set([...named, ...linked])];
}

/** Names of npm scripts that a page tells people to run. */
export function citedScripts(markdown: string): string[] {
  const named = [...markdown.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
  const builtIn = [...markdown.matchAll(/\bnpm (start|test)\b/g)].map(([, name = '']) => name);
  return [...new Set([...named, ...builtIn])];
}
