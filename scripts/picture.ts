import { createCanvas, loadImage } from '@napi-rs/canvas';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/e2e/browser.ts';
import { Service } from '../test/e2e/service.ts';

/**
 * Makes the README's picture of the console, from the real service in a real browser: the command, the status with its
 * price and the time left, the clip with what it cost and what is left.
 */
const target = fileURLToPath(new URL('../docs/console.png', import.meta.url));
const frame = { width: 560, height: 780 } as const;
const scale = 1.5;
const gap = 12;
const command = '/video a red ball rolls across a wooden floor';

async function takeFrames(page: Page): Promise<Buffer[]> {
  const box = page.getByRole('textbox', { name: /Message/ });
  await box.fill(command);
  const typed = await page.screenshot();
  await box.press('Enter');
  await page.getByText(/left\./).waitFor();
  const working = await page.screenshot();
  const clip = page.locator('video');
  await clip.waitFor({ timeout: 120_000 });
  await page
    .getByText(/#1 is ready/)
    .first()
    .waitFor();
  await clip.evaluate(async (video: { currentTime: number; readyState: number }) => {
    video.currentTime = 2.4;
    while (video.readyState < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await page.mouse.move(0, 0);
  await page.waitForTimeout(1_000);
  return [typed, working, await page.screenshot()];
}

async function sideBySide(frames: readonly Buffer[]): Promise<Buffer> {
  const images = await Promise.all(frames.map((bytes) => loadImage(bytes)));
  const [width, height] = [frame.width * scale, frame.height * scale];
  const canvas = createCanvas(frames.length * (width + gap * scale) - gap * scale, height);
  const context = canvas.getContext('2d');
  for (const [index, image] of images.entries()) {
    const left = index * (width + gap * scale);
    context.beginPath();
    context.roundRect(left + 1, 1, width - 2, height - 2, 14);
    context.save();
    context.clip();
    context.drawImage(image, left, 0);
    context.restore();
    context.strokeStyle = '#8886';
    context.lineWidth = 2;
    context.stroke();
  }
  return canvas.toBuffer('image/png');
}

await using service = await Service.start();
await using browser = await openBrowser();
const page = await browser.newPage({ viewport: frame, deviceScaleFactor: scale, colorScheme: 'light' });
await page.goto(service.address);
await writeFile(target, await sideBySide(await takeFrames(page)));
process.stdout.write(`${target}\n`);
