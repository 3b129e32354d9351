import type { AlertTo } from './alert-to.ts';
import type { ConnectedChat } from './bots/connected-chat.ts';
import { catalogueFor } from './bots/messages/catalogue.ts';
import { partsOf } from './bots/messages/text.ts';
import { spoken } from './bots/view.ts';
import type { Alert } from './core/alert.ts';
import { networkFailure } from './core/network-failure.ts';
import type { Log } from './core/ports/world.ts';
import type { Pager } from './core/usecases/tell-operator.ts';

/** Brings alerts to where ALERT_TO says; without it they are in the log. */
export function createPager(to: AlertTo | null, connected: readonly ConnectedChat[], log: Log): Pager {
  const { alerts } = catalogueFor('en');
  return async (alert, signal) => {
    const sentence = alerts.news(alert);
    log.warn(sentence, { alert: alert.kind });
    if (to === null) return;
    if (to.kind === 'webhook') return post(to.url, alert, sentence, signal);
    const chat = connected.find((each) => each.chat.platform === to.platform);
    if (!chat) throw new Error(`expected ${to.platform} to be set up, since ALERT_TO names a channel of it`);
    await chat.tellOperator(to.channel, spoken(partsOf(sentence), [], 'note'), signal);
  };
}

/** Slack's incoming webhooks read `text`, Discord's `content`; whatever else takes JSON finds the alert itself. */
async function post(url: string, alert: Alert, sentence: string, signal: AbortSignal): Promise<void> {
  const body = JSON.stringify({ text: sentence, content: sentence, allowed_mentions: { parse: [] }, alert });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal }).catch(networkFailure);
  // The address is a secret, and errors of `fetch` can name it.
  if ('word' in response) throw new Error(`expected the address of ALERT_TO to answer: ${response.word}`);
  await response.body?.cancel();
  if (!response.ok) throw new Error(`expected the address of ALERT_TO to take an alert, got status ${response.status}`);
}
