import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { describe } from 'vitest';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The Chromium of this machine; null where there is none. */
const chromiumPath: string | null =
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((file) => existsSync(file)) ?? null;

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--mute-audio',
  '--no-first-run',
];

/** These start a service and a browser, and render for real. */
const realTimeMs = 90_000;

/** Tests in a real browser. A machine without one skips them and says so. */
export function describeInBrowser(title: string, tests: () => void): void {
  if (chromiumPath === null) process.stderr.write(`${title}: skipped: no Chromium\n`);
  const reason = chromiumPath === null ? ' (skipped: no Chromium)' : '';
  describe.skipIf(chromiumPath === null)(`${title}${reason}`, { timeout: realTimeMs }, () => {
    tests();
  });
}

/** A real browser with an empty profile. */
export function openBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('expected a Chromium on the PATH, found none');
  return chromium.launch({ executablePath: chromiumPath, headless: true, args: quiet });
}
