import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';

const looks = [
  { colorScheme: 'light', width: 1280, height: 900 },
  { colorScheme: 'dark', width: 390, height: 844 },
  { colorScheme: 'light', width: 320, height: 640 },
] as const;

const Found = z.object({
  violations: z.array(
    z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })) }),
  ),
});

/** In light and dark, on a desk and on a phone; and nothing there is wider than the page. */
export async function expectNothingFound(page: Page): Promise<void> {
  const before = page.viewportSize();
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe.source);
  for (const { colorScheme, width, height } of looks) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    const found = Found.parse(await page.evaluate('axe.run()'));
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect({ colorScheme, width, wide, ...found }).toEqual({ colorScheme, width, wide: width, violations: [] });
  }
  if (before) await page.setViewportSize(before);
}
