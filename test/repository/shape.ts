import { posix } from 'node:path';
import type { SourceFile } from './files.ts';

/** Habits of this repository that the linter cannot see. Each check returns its complaints. */
export const linesMax = 400;
const vagueNames = new Set(['common', 'helper', 'helpers', 'lib', 'misc', 'types', 'util', 'utils']);

export function vagueFolders(files: readonly SourceFile[]): string[] {
  const folders = new Set(files.map(({ path }) => posix.dirname(path)));
  return [...folders]
    .filter((folder) => folder.split('/').some((name) => vagueNames.has(name)))
    .map((folder) => `${folder}: name the folder after what is in it`);
}

export function longFiles(files: readonly SourceFile[]): string[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > linesMax)
    .map(({ path, lines }) => `${path}: ${lines} lines, at most ${linesMax}; split it by concept`);
}

/** A file that only passes on what others export. */
export function barrels(files: readonly SourceFile[]): string[] {
  const passing = /^\s*(export\s[^;]*?\sfrom\s|export\s*\{[^}]*\}\s*;|import\s)[^;]*;?/gm;
  return files
    .filter(({ text }) => /^\s*export\b/m.test(text) && code(text).replace(passing, '').trim() === '')
    .map(({ path }) => `${path}: it only re-exports; import from where things are`);
}

export function lintDisables(files: readonly SourceFile[]): string[] {
  return matches(files, /\/[/*]\s*(?:oxlint|eslint)-disable\S*/g, 'change the code, or the rule with its reason');
}

/** `new Date()` reads the clock; the linter knows no rule for it. */
export function hiddenClocks(files: readonly SourceFile[]): string[] {
  return matches(files, /\bnew Date\(\s*\)/g, 'take the time from the Clock port');
}

/** Boundary rules see an import as it is written, so it must not take a way around. */
export function crookedImports(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(/(?:\bfrom|\bimport\(|\bimport)\s*'(\.[^'\n]*)'/g)]
      .map(([, specifier = '']) => ({ specifier, straight: straighten(specifier) }))
      .filter(({ specifier, straight }) => specifier !== straight)
      .map(({ specifier, straight }) => `${path}: write ${straight}, not ${specifier}`),
  );
}

/** Every port has a contract suite in test/contracts under its own name, and some test runs it. */
export function portsWithoutContract(files: readonly SourceFile[]): string[] {
  const tests = files.filter(({ path }) => path.endsWith('.test.ts'));
  return files
    .filter(({ path, text }) => path.startsWith('src/core/ports/') && /^export interface /m.test(text))
    .flatMap(({ path }) => {
      const contract = `test/contracts/${posix.basename(path)}`;
      const suite = files.find((file) => file.path === contract);
      if (suite === undefined || !/^export function /m.test(suite.text)) {
        return [`${path}: ${contract} must export a function that registers its contract suite`];
      }
      const isRun = tests.some(({ text }) => text.includes(`contracts/${posix.basename(path)}'`));
      return isRun ? [] : [`${contract}: no test runs it against an implementation`];
    });
}

function matches(files: readonly SourceFile[], pattern: RegExp, advice: string): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map((match) => {
      const line = text.slice(0, match.index).split('\n').length;
      return `${path}:${line}: ${match[0].trim()}: ${advice}`;
    }),
  );
}

function straighten(specifier: string): string {
  const normal = posix.normalize(specifier);
  return normal.startsWith('.') ? normal : `./${normal}`;
}

function code(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}
