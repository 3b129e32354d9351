import type { Workspace } from '../workspace.ts';
import { askMsMax, askSlack } from './ask-slack.ts';
import type { Incoming } from './deps.ts';
import { type Names, namelessPeople } from './read-text.ts';

/** More are not looked up: what is left over stays without a name. */
const peopleMax = 5;

/** The names of people whom a text mentions without them, as far as Slack tells them in time. */
export async function lookUpNames(
  text: string,
  { api }: Workspace,
  withinMs: keyof typeof askMsMax,
  { clock }: Pick<Incoming, 'clock'>,
): Promise<Names> {
  const found = await Promise.all(
    namelessPeople(text)
      .slice(0, peopleMax)
      .map(
        async (id) => [id, await askSlack(askMsMax[withinMs], (signal) => api.userInfo(id, signal), clock)] as const,
      ),
  );
  return new Map(found.flatMap(([id, answer]) => (answer.kind === 'done' ? [[id, answer.value.name]] : [])));
}
