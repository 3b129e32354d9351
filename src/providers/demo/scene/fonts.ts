import { GlobalFonts } from '@napi-rs/canvas';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const subsets = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'hebrew', 'arabic'] as const;

/** Our own font: a machine may have none installed, and the same one everywhere keeps clips the same. */
export function registerFonts(): void {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@fontsource-variable/rubik/package.json'));
  for (const subset of subsets) {
    if (GlobalFonts.has(family(subset))) continue;
    const path = join(folder, 'files', `rubik-${subset}-wght-normal.woff2`);
    if (GlobalFonts.registerFromPath(path, family(subset)) === null) {
      throw new Error(`expected a font that can be loaded at ${path}; run npm ci again`);
    }
  }
}

/** A CSS font that draws Latin, Cyrillic, Hebrew and Arabic; for the rest the machine's own fonts are asked. */
export function fontOf(sizePx: number, weight: number): string {
  return `${weight} ${sizePx}px ${subsets.map((subset) => `"${family(subset)}"`).join(', ')}, sans-serif`;
}

function family(subset: (typeof subsets)[number]): string {
  return `Reelay ${subset}`;
}
