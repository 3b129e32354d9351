import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { openWeb } from './web.ts';

const well = { ok: true, reason: null };

describe('health', () => {
  it('is live and ready when all is well', async () => {
    await using web = await openWeb();
    expect((await web.request('/health/live')).status).toBe(200);
    const ready = await web.request('/health/ready');
    expect(ready.status).toBe(200);
    expect(ready.headers.get('Cache-Control')).toBe('no-store');
    expect(await ready.json()).toEqual({
      ready: true,
      stopping: false,
      checks: { database: well, disk: well, worker: well },
    });
  });

  it('is not ready when a part is not, and says why; it stays live, since a restart would not mend that', async () => {
    const disk = async (): Promise<string> => 'only 3 MB are free';
    const database = async (): Promise<never> => {
      throw new Error('the file is locked');
    };
    await using web = await openWeb({ health: { disk, database } });
    const ready = await web.request('/health/ready');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({
      ready: false,
      stopping: false,
      checks: {
        database: { ok: false, reason: 'the file is locked' },
        disk: { ok: false, reason: 'only 3 MB are free' },
        worker: well,
      },
    });
    expect((await web.request('/health/live')).status).toBe(200);
  });

  it('tells strangers whether it is ready and nothing else: reasons hold paths, and anybody may ask', async () => {
    const database = async (): Promise<never> => {
      throw new Error('/srv/reelay/data/reelay.db is locked');
    };
    await using web = await openWeb({
      health: { database },
      host: '10.1.2.3',
      publicUrl: 'https://reelay.example.org',
    });
    const asked: readonly (readonly [headers: Record<string, string>, from: string])[] = [
      [{ host: '10.1.2.3:8787' }, '10.9.9.9'],
      [{ host: 'localhost:8787' }, '10.9.9.9'],
      // Proxies on this machine.
      [{ host: 'reelay.example.org' }, '127.0.0.1'],
      [{ 'X-Forwarded-For': '203.0.113.9' }, '127.0.0.1'],
      [{ Forwarded: 'for=203.0.113.9' }, '::1'],
      [{ Via: '1.1 proxy' }, '::ffff:127.0.0.1'],
      [{ host: 'evil.example' }, '127.0.0.1'],
    ];
    for (const [headers, from] of asked) {
      const ready = await web.request('/health/ready', { headers }, from);
      expect([ready.status, await ready.json()]).toEqual([503, { ready: false }]);
    }
    expect(await (await web.request('/health/ready')).text()).toContain('/srv/reelay');
  });

  it('does not wait for a part that hangs', async () => {
    await using web = await openWeb({ health: { worker: () => new Promise(() => undefined) } });
    const ready = await web.clock.runUntil(web.request('/health/ready'));
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ checks: { worker: { ok: false, reason: 'no answer in 2 s' } } });
    await web.clock.advance(SECOND);
    expect(web.clock.sleepers()).toBe(0);
  });

  it('is not ready while the service stops, so that no more is sent here', async () => {
    await using web = await openWeb();
    web.stop();
    const ready = await web.request('/health/ready');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ ready: false, stopping: true });
    expect((await web.request('/health/live')).status).toBe(200);
  });
});

describe('metrics over HTTP', () => {
  const adminToken = 'a-token-of-the-operator';

  it('are for this machine alone where nobody signs in', async () => {
    await using web = await openWeb();
    for (const near of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      const response = await web.request('/metrics', {}, near);
      expect(response.headers.get('Content-Type')).toContain('version=0.0.4');
      expect(await response.text()).toContain('reelay_database_up 1');
    }
    for (const far of ['192.168.1.9', '::ffff:10.0.0.1', 'fe80::1']) {
      expect((await web.request('/metrics', {}, far)).status).toBe(403);
    }
  });

  it('need the token where people sign in, from this machine as well: a proxy is on it too', async () => {
    await using web = await openWeb({ metrics: { signInNeeded: true, adminToken } });
    const ask = (headers: Record<string, string>) => web.request('/metrics', { headers });
    expect((await ask({ Authorization: `Bearer ${adminToken}` })).status).toBe(200);
    for (const headers of [{}, { Authorization: 'Bearer wrong' }, { Authorization: `Basic ${adminToken}` }]) {
      const response = await ask(headers);
      expect([400, 401]).toContain(response.status);
      expect(response.headers.get('WWW-Authenticate')).toContain('Bearer');
      expect(await response.text()).not.toContain('reelay_');
    }
  });

  it('cost a guesser ten tries a minute, with a line each in the log; others go on reading them', async () => {
    await using web = await openWeb({ metrics: { signInNeeded: true, adminToken } });
    const ask = (token: string, from: string) =>
      web.request('/metrics', { headers: { Authorization: `Bearer ${token}` } }, from);
    const answers = await Promise.all(Array.from({ length: 400 }, (_, n) => ask(`guess-${n}`, '192.0.2.1')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    const right = await ask(adminToken, '192.0.2.1');
    expect([right.status, right.headers.get('Retry-After')]).toEqual([429, '60']);
    expect((await ask(adminToken, '192.0.2.2')).status).toBe(200);
    expect(web.logged).toHaveLength(10);
    expect(web.logged[0]).toMatch(/192\.0\.2\.1/);
    expect(web.logged.join()).not.toContain('guess-');
    await web.clock.advance(MINUTE);
    expect((await ask(adminToken, '192.0.2.1')).status).toBe(200);
  });

  it('are not to be had without a token, where one is needed and none is set', async () => {
    await using web = await openWeb({ metrics: { signInNeeded: true, adminToken: null } });
    const response = await web.request('/metrics', { headers: { Authorization: 'Bearer null' } });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('ADMIN_TOKEN');
  });
});
