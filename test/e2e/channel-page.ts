import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Options of a clip that is made in a moment. */
export const small = '--seconds 1 --size 160x90 --fps 24';

type Player = {
  readonly readyState: number;
  readonly currentTime: number;
  readonly duration: number;
  readonly videoWidth: number;
  readonly videoHeight: number;
  readonly error: { readonly message: string } | null;
};

/** The channel as people and screen readers meet it: by roles and names. */
export class ChannelPage {
  readonly page: Page;
  readonly box: Locator;
  readonly log: Locator;
  readonly messages: Locator;
  readonly commandList: Locator;

  constructor(page: Page) {
    this.page = page;
    this.box = page.getByRole('textbox', { name: 'Message #general' });
    this.log = page.getByRole('log', { name: 'Messages in general' });
    this.messages = this.log.getByRole('article');
    this.commandList = page.getByRole('listbox', { name: 'Commands' });
  }

  async say(command: string): Promise<void> {
    await this.box.fill(command);
    // Before that the page is a plain form, in which Enter starts a new line.
    await this.page.waitForLoadState('load');
    await this.box.press('Enter');
  }

  async actAs(name: string): Promise<void> {
    await this.page.getByLabel('Act as').selectOption({ label: name });
    const loaded = this.page.waitForEvent('load');
    await this.button('Switch').click();
    await loaded;
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  /** Messages with this title. */
  titled(words: RegExp): Locator {
    return this.messages.filter({ has: this.page.getByRole('heading', { level: 3, name: words }) });
  }

  /** Messages that brought the clip of a job. */
  results(number: number): Locator {
    return this.titled(new RegExp(`^#${number} is ready`)).filter({ has: this.page.locator('video') });
  }

  /** An answer that nobody else sees. */
  answer(words: RegExp): Locator {
    return this.titled(words).filter({ hasText: 'Only you can see this' });
  }

  video(prompt: string): Locator {
    return this.log.getByLabel(`Video: ${prompt}`);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}

/** Whether its first picture is there. Until then the browser's own controls take no click and no key. */
export async function expectPicture(video: Locator): Promise<void> {
  await video.waitFor();
  const isThere = () => video.evaluate(({ readyState }: Player) => readyState >= 2);
  await expect.poll(isThere, { timeout: 20_000 }).toBe(true);
}

/** Plays when it is clicked: time goes on, and there is a picture of the right size. */
export async function expectToPlay(video: Locator, size: { readonly width: number; readonly height: number }) {
  await expectPicture(video);
  await video.click();
  const played = () =>
    video.evaluate((player: Player) => ({
      isPlaying: player.currentTime > 0.2,
      seconds: Math.round(player.duration),
      width: player.videoWidth,
      height: player.videoHeight,
      error: player.error?.message ?? null,
    }));
  await expect.poll(played, { timeout: 20_000 }).toEqual({ isPlaying: true, seconds: 1, ...size, error: null });
}

/** Whether the keyboard is there now. */
export function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((found: { matches(selector: string): boolean }) => found.matches(':focus'));
}
