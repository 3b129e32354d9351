import { describe, expect, it } from 'vitest';
import { startDiscord } from '../doubles/discord/discord.ts';
import { Machine } from './program.ts';

describe('setting Discord up from the terminal', { timeout: 60_000 }, () => {
  it('without a token, the doctor says where one comes from', async () => {
    await using machine = await Machine.start();
    const { code, out } = await machine.run('cli', ['doctor', 'discord'], { FFMPEG_PATH: '/nowhere' });
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining('DISCORD_TOKEN') });
    expect(out).toContain('next  ffmpeg was not found');
  });

  it('with one, it finds what is left to do and prints the link; registering does it, and again does nothing', async () => {
    await using machine = await Machine.start();
    await using discord = await startDiscord();
    const env = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
    const first = await machine.run('cli', ['doctor', 'discord'], env);
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/next {2}The commands of this version/) });
    expect(first.out).toContain(`https://discord.com/oauth2/authorize?client_id=${discord.applicationId}`);
    expect(await machine.run('cli', ['register', '--json'], env)).toMatchObject({
      code: 0,
      out: '{"registered":"registered"}\n',
    });
    expect(await machine.run('cli', ['register'], env)).toMatchObject({
      code: 0,
      out: expect.stringContaining('already'),
    });
    expect((await machine.run('cli', ['doctor', 'discord'], env)).out).not.toMatch(/next {2}The commands/);
    expect(discord.problems).toEqual([]);
  });

  it('with a token that is refused, it says what to do, and never shows it', async () => {
    await using machine = await Machine.start();
    await using discord = await startDiscord();
    const env = { DISCORD_TOKEN: 'not.the.token', DISCORD_API_URL: discord.apiUrl };
    const { code, out, err } = await machine.run('cli', ['doctor', 'discord'], env);
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining('Reset Token') });
    expect(out + err).not.toContain('not.the.token');
  });
});
