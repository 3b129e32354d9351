import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { RunnerTestCase } from 'vitest';
import { openBrowser } from './browser.ts';
import { ChannelPage } from './channel-page.ts';

/** Longer than anything here takes on a busy machine. */
const patienceMs = 30_000;

/** People with a browser each. What goes wrong on their pages without anybody seeing it is written down. */
export class Visitors implements AsyncDisposable {
  /** Errors of scripts, what the page's own rules forbade, and requests to anybody but the service. */
  readonly troubles: string[] = [];
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<Visitors> {
    return new Visitors(await openBrowser());
  }

  /** A tab of somebody who was never here. */
  async tab(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(patienceMs);
    return this.#watched(await context.newPage());
  }

  /** Somebody who was never here and opens the channel; in play as the first of the people. */
  async open(address: string, options: BrowserContextOptions = {}): Promise<ChannelPage> {
    const page = await this.tab(options);
    await page.goto(address);
    return new ChannelPage(page);
  }

  /** The same, as another of the people. */
  async openAs(name: string, address: string): Promise<ChannelPage> {
    const channel = await this.open(address);
    await channel.actAs(name);
    return channel;
  }

  /** Ends every tab, and forgets what went wrong there. After a failure it prints what the pages show, for whoever looks into it. */
  async leave({ result }: RunnerTestCase): Promise<void> {
    if (result?.state === 'fail') await this.#print();
    await Promise.all(this.#browser.contexts().map((context) => context.close()));
    this.troubles.length = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }

  async #print(): Promise<void> {
    const pages = this.#browser.contexts().flatMap((context) => context.pages());
    const shown = await Promise.allSettled(pages.map((page) => page.locator('body').ariaSnapshot({ timeout: 2_000 })));
    const texts = shown.map((page) => (page.status === 'fulfilled' ? page.value : String(page.reason)));
    process.stderr.write(`${[...texts, ...this.troubles].join('\n\n')}\n`);
  }

  #watched(page: Page): Page {
    page.on('pageerror', (error) => this.troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      // Who acts as another ends a session, and a stream that was just being opened with it is turned away.
      const isStream = new URL(message.location().url, page.url()).pathname === '/events';
      if (!(isStream && message.text().includes('401'))) this.troubles.push(message.text());
    });
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') this.troubles.push(`asked ${hostname}`);
    });
    return page;
  }
}
