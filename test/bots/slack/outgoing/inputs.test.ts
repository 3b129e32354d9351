import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { SlackApi } from '../../../../src/bots/slack/outgoing/api.ts';
import { createInputs } from '../../../../src/bots/slack/outgoing/inputs.ts';
import { MediaError } from '../../../../src/core/ports/media.ts';
import { clipBytes, live, openSlackWorld, type SlackWorld } from '../world.ts';

async function read(world: Pick<SlackWorld, 'chat'>, source: string): Promise<Uint8Array> {
  const { body } = await world.chat.openInput(source, live());
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('a file that somebody attached in Slack', () => {
  test('is fetched as Slack keeps it, with the token of its workspace and its length', async () => {
    await using world = await openSlackWorld();
    const source = await world.attach(clipBytes);
    expect(await read(world, source)).toEqual(Buffer.from(clipBytes));
    expect((await world.chat.openInput(source, live())).bytes).toBe(clipBytes.byteLength);
    expect(world.slack.problems).toEqual([]);
  });

  test.each(['', 'T1', 'T1/F1/x', 'https://evil.example/x.png', '../F1', 'T0NOWHERE/F1'])(
    'is never looked for by %j',
    async (source) => {
      await using world = await openSlackWorld();
      await expect(read(world, source)).rejects.toThrow(MediaError);
      expect(world.slack.requests).toEqual([]);
    },
  );

  test('of another workspace is not to be had with our token there', async () => {
    await using world = await openSlackWorld();
    const source = await world.attach(clipBytes);
    const elsewhere = world.slack.addWorkspace({ name: 'Elsewhere' });
    world.slack.install(elsewhere);
    world.teams.set(elsewhere.id, elsewhere);
    const [, fileId = ''] = source.split('/');
    await expect(read(world, `${elsewhere.id}/${fileId}`)).rejects.toThrow(MediaError);
  });

  test('that is gone, or that we may not see, is said to be unusable, so that it is not tried for hours', async () => {
    await using world = await openSlackWorld();
    const source = await world.attach(clipBytes);
    await expect(read(world, `${world.team.id}/F0NOSUCHFILE`)).rejects.toThrow(MediaError);
    world.slack.kick(world.channel);
    await expect(read(world, source)).rejects.toThrow(MediaError);
    world.said.set(world.team.id, { kind: 'none' });
    await expect(read(world, source)).rejects.toThrow(MediaError);
  });

  test.each(['files.info', 'download'])('is tried again where %s fails for now', async (method) => {
    await using world = await openSlackWorld();
    const source = await world.attach(clipBytes);
    world.slack.faults.next({ method }, { status: 503, body: '' });
    const error: unknown = await read(world, source).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(MediaError);
    expect(await read(world, source)).toEqual(Buffer.from(clipBytes));
  });

  test('is not had from the page that Slack shows to who is not signed in', async () => {
    await using world = await openSlackWorld();
    const source = await world.attach(clipBytes);
    world.slack.faults.next({ method: 'download' }, { status: 200, body: '<html>Sign in</html>' });
    await expect(read(world, source)).rejects.toThrow(MediaError);
    world.slack.faults.next({ method: 'download' }, { status: 302, body: '', headers: { location: '/evil' } });
    await expect(read(world, source)).rejects.toThrow(MediaError);
    expect(world.slack.requests.filter(({ path }) => path === '/evil')).toEqual([]);
  });

  test('is never fetched from elsewhere, wherever its address leads: our token would go there', async () => {
    await using world = await openSlackWorld();
    let asked = 0;
    const evil = createServer((_, answer) => {
      asked += 1;
      answer.end('x');
    });
    await new Promise<void>((resolve) => {
      evil.listen(0, '127.0.0.2', resolve);
    });
    const address = evil.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const info = { id: 'F1', name: null, mime: null, sizeBytes: 1, shares: new Map() };
    for (const url of [`http://127.0.0.2:${port}/x`, 'https://slack.com.evil.example/x', 'http://x@127.0.0.1/', null]) {
      const api: SlackApi = { ...world.api, fileInfo: async () => ({ kind: 'done', value: { ...info, url } }) };
      const workspace = { teamId: 'T1', botUserId: 'U1', api };
      const open = createInputs({ workspaces: { of: async () => ({ kind: 'workspace', workspace }) } });
      await expect(open('T1/F1', live())).rejects.toThrow(MediaError);
    }
    expect(asked).toBe(0);
    evil.close();
  });
});
