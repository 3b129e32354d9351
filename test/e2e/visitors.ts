import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
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

  /** Ends every tab, and forgets what went wrong there. */
  async leave(): Promise<void> {
    await Promise.all(this.#browser.contexts().map((context) => context.close()));
    this.troubles.length = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }

  #watched(page: Page): Page {
    page.on('pageerror', (error) => this.troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.troubles.push(message.text());
    });
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') this.troubles.push(`asked ${hostname}`);
    });
    return page;
  }
}
