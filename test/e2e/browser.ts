import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The Chromium of this machine; null where there is none. */
export const chromiumPath: string | null =
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((file) => existsSync(file)) ?? null;

if (chromiumPath === null) process.stderr.write('The console is not tried in a browser: skipped: no Chromium\n');

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
];

/** A real browser with an empty profile. */
export function openBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('expected a Chromium on the PATH, found none');
  return chromium.launch({ executablePath: chromiumPath, headless: true, args: quiet });
}
