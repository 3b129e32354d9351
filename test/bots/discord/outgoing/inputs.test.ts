import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createInputs } from '../../../../src/bots/discord/outgoing/inputs.ts';
import { MediaError } from '../../../../src/core/ports/media.ts';
import { DAY } from '../../../../src/core/time.ts';
import { live, openDiscordWorld } from '../world.ts';

const image = Buffer.from('an image, so to say');

async function read(source: Awaited<ReturnType<ReturnType<typeof createInputs>>>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Where Discord is, at its real address; nothing may be asked there. */
const real = createInputs({
  api: { refreshAddress: () => Promise.reject(new Error('expected nothing to be asked')) },
  settings: { apiUrl: 'https://discord.com/api' },
});

describe('what somebody attached', () => {
  test('is read under a fresh address when the one that we were given has ended', async () => {
    await using world = await openDiscordWorld();
    const address = await world.attach(image);
    await world.clock.advance(DAY + 1_000);
    const source = await world.chat.openInput(address, live());
    expect(await read(source)).toEqual(image);
    expect(world.asked('attachments.refresh')).toBe(1);
  });

  test.each([
    'https://evil.example/attachments/1/2/ball.png',
    'http://cdn.discordapp.com/attachments/1/2/ball.png',
    'https://cdn.discordapp.com.evil.example/attachments/1/2/ball.png',
    'https://evil.example/cdn.discordapp.com/ball.png',
    'https://cdn.discordapp.com@evil.example/ball.png',
    'https://somebody@cdn.discordapp.com/attachments/1/2/ball.png',
    'https://cdn.discordapp.com:8443/attachments/1/2/ball.png',
    'http://127.0.0.1:8787/health/live',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'no address',
  ])('is refused from anywhere but Discord, for good: %s', async (source) => {
    const failed = await real(source, live()).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(MediaError);
    expect(failed).toMatchObject({ code: 'unplayable' });
  });

  test('is not followed to where a redirect leads', async () => {
    await using world = await openDiscordWorld();
    const target = await world.attach(image);
    await using redirecting = await listen((url) => [302, { location: url.startsWith('/a') ? target : '/a' }]);
    const failed = await world.chat.openInput(`${redirecting.url}/a`, live()).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: 'MediaError', code: 'unplayable' });
  });

  test('is given up when it is gone, and tried again when Discord has trouble', async () => {
    await using world = await openDiscordWorld();
    const address = await world.attach(image);
    const gone = address.replace(/\/\d+\/ball/u, '/1/ball');
    expect(await world.chat.openInput(gone, live()).catch((error: unknown) => error)).toMatchObject({
      name: 'MediaError',
      code: 'unplayable',
    });
    await using broken = await listen(() => [503, {}]);
    const failed = await world.chat.openInput(`${broken.url}/a`, live()).catch((error: unknown) => error);
    expect(failed).not.toBeInstanceOf(MediaError);
    expect(String(failed)).toContain('503');
  });

  test('names nothing of its address in an error, because that lets anybody read it', async () => {
    const failed = await real('https://evil.example/secret?hm=123', live()).catch((error: unknown) => String(error));
    expect(failed).toContain('evil.example');
    expect(failed).not.toMatch(/secret|hm=/);
  });
});

async function listen(answer: (url: string) => [number, Record<string, string>]) {
  const server = createServer((request, response) => {
    const [status, headers] = answer(request.url ?? '/');
    response.writeHead(status, headers).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('expected a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
