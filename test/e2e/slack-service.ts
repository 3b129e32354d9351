import type { ExpectStatic } from 'vitest';
import type { JobStory } from '../../src/core/story.ts';
import { startSlack } from '../doubles/slack/slack.ts';
import type { SeenMessage } from '../doubles/slack/people/sight.ts';
import { resultsIn } from './slack-app.ts';
import { Service } from './service.ts';

const patienceMs = 40_000;
/** Renders in well under a second. */
const small = '--seconds 1 --size 160x90 --fps 24';

/** The real service, reached over HTTP by a Slack on loopback with one workspace. */
export async function openSlackService(env: Readonly<Record<string, string>> = {}) {
  const slack = await startSlack({ patienceMs });
  const workspace = slack.addWorkspace({ name: 'Studio' });
  const token = slack.install(workspace);
  const keys = {
    SLACK_BOT_TOKEN: token,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
  };
  const service = await Service.start({ ...keys, ...env });
  slack.deliverTo({ url: `${service.address}/slack/events` });
  const tenant = `slack:${workspace.id}`;
  let videos = 0;

  return {
    slack,
    keys,
    service,
    tenant,
    /** Somebody new, who has a whole day's allowance, asks for a video in a channel of its own. */
    async ask(words = '') {
      videos += 1;
      const number = videos;
      const channel = slack.addChannel(workspace, { name: `clips-${number}` });
      const person = slack.addUser(workspace, { name: `Ada ${number}` });
      await slack.type(person, channel, `/video ball ${number} ${words} ${small}`).acknowledged();
      return {
        number,
        seen: (): SeenMessage[] => slack.seen(channel),
        /** The first message with a clip there, once it is seen. */
        result: (): Promise<SeenMessage> => slack.until(() => resultsIn(slack, channel)[0], `the result of #${number}`),
        /** Once the status has shrunk to its last line. The clip may be seen after it. */
        over: (): Promise<SeenMessage> =>
          slack.until(
            () =>
              slack
                .seen(channel)
                .find(({ shownText, files }) => files.length === 0 && shownText.includes(`#${number} is ready`)),
            `the end of #${number}`,
          ),
        results: (): readonly SeenMessage[] => resultsIn(slack, channel),
        /** Once the message of its status is recorded: a process that dies before that never knows of it. */
        async statusKnown(): Promise<void> {
          for (;;) {
            const { view } = await service.machine.story(number, tenant);
            if (view.request.statusMessage !== null) return;
          }
        },
        /** Once it is recorded, which may be after it is seen. */
        async delivered(): Promise<JobStory> {
          for (;;) {
            const story = await service.machine.story(number, tenant);
            if (story.view.deliveries[0]?.state.kind === 'sent') return story;
          }
        },
        /** What must hold of each video, however it came about. */
        async expectOnce(expect: ExpectStatic): Promise<void> {
          const [result] = resultsIn(slack, channel);
          expect(resultsIn(slack, channel)).toHaveLength(1);
          expect(result?.files[0]?.bytes.subarray(4, 8).toString('latin1')).toBe('ftyp');
          const { view, attempts } = await this.delivered();
          expect(attempts.filter(({ state }) => state.kind !== 'rejected')).toMatchObject([
            { state: { kind: 'succeeded' } },
          ]);
          expect(view.chargedMicroUsd).toBe(view.job.quoteMicroUsd);
        },
      };
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await service[Symbol.asyncDispose]();
      await slack[Symbol.asyncDispose]();
    },
  };
}
