import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { en } from '../src/bots/messages/en.ts';
import { galleryPage } from './gallery/page.ts';

/** Writes docs/messages.md, the page with every message; with `--check`, only says whether it is up to date. */
const { values, positionals } = parseArgs({ options: { check: { type: 'boolean' } }, allowPositionals: true });
const path = positionals[0] ?? fileURLToPath(new URL('../docs/messages.md', import.meta.url));
const page = galleryPage(en);

if (values.check !== true) {
  await writeFile(path, page);
} else if ((await readFile(path, 'utf8').catch(() => '')) !== page) {
  console.error(`${path} does not show the present words. Run: node scripts/gallery.ts`);
  process.exitCode = 1;
}
