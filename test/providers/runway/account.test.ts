import { describe, expect, test } from 'vitest';
import { runway as runwayModule } from '../../../src/providers/runway/module.ts';
import { live } from '../../contracts/provider-calls.ts';
import { openWorld, runningWith, type RunwayWorld } from './fixture.ts';

const organization = { path: /^\/v1\/organization$/ };

describe('the check', () => {
  test('says what credit is left, without buying anything', async () => {
    await using world = await openWorld();
    world.runway.credits = 1_234.5;
    expect(await world.running.check?.(live())).toEqual({ kind: 'alive', note: '1234 credits left' });
    expect(world.runway.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/organization']);
  });

  test('tells an empty account, a refused key and silence apart', async () => {
    await using world = await openWorld();
    const kind = async (): Promise<string | undefined> => (await world.running.check?.(live()))?.kind;
    world.runway.credits = 0;
    expect(await kind()).toBe('out_of_credit');
    world.runway.faults.next(organization, 'drop_request');
    expect(await kind()).toBe('no_answer');
    world.runway.faults.next(organization, { status: 200, body: '<html>' });
    expect(await kind()).toBe('no_answer');
    world.runway.revokeKey();
    expect(await kind()).toBe('key_refused');
    await expect(world.running.check?.(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });
});

describe('the limits of the tier', () => {
  const most = (world: RunwayWorld, model: string): number | undefined =>
    world.provider.capabilities().find((engine) => engine.model === model)?.concurrencyMax;

  test('set how many tasks of each model run at once', async () => {
    await using world = await openWorld();
    world.runway.limits.set('gen4.5', { maxConcurrentGenerations: 5, maxDailyGenerations: 1000 });
    world.runway.limits.set('veo3.1', { maxConcurrentGenerations: null, maxDailyGenerations: null });
    world.runway.limits.set('aleph2', { maxConcurrentGenerations: 0, maxDailyGenerations: 0 });
    expect(most(world, 'gen4.5')).toBe(2);
    await world.running.refresh?.(live());
    expect(most(world, 'gen4.5')).toBe(5);
    expect(most(world, 'veo3.1')).toBe(100);
    // One that is not allowed at all learns why, in place of waiting for ever.
    expect(most(world, 'aleph2')).toBe(1);
    expect(most(world, 'seedance2')).toBe(2);
  });

  test('stay as they were when they cannot be read', async () => {
    await using world = await openWorld();
    world.runway.limits.set('gen4.5', { maxConcurrentGenerations: 5, maxDailyGenerations: null });
    await world.running.refresh?.(live());
    for (const body of ['<html>', { creditBalance: 3 }]) {
      world.runway.faults.next(organization, { status: 200, body });
      await expect(world.running.refresh?.(live())).rejects.toThrow("expected Runway's limits");
    }
    world.runway.faults.next(organization, { status: 500, body: { error: 'Internal error' } });
    await expect(world.running.refresh?.(live())).rejects.toThrow('HTTP 500');
    expect(most(world, 'gen4.5')).toBe(5);
  });

  test('are those of the name that Runway has for it, when the operator calls it otherwise', async () => {
    const wire = { model: 'gen4.5', text: { path: 'text_to_video', ratio: 'pixels' } };
    await using world = await openWorld({
      engines: { 'runway/house': { like: 'runway/gen4.5', label: 'House', wire } },
    });
    world.runway.limits.set('gen4.5', { maxConcurrentGenerations: 3, maxDailyGenerations: null });
    await world.running.refresh?.(live());
    expect(most(world, 'house')).toBe(3);
    const { task } = await world.accepted({}, 'runway/house');
    expect(task.model).toBe('gen4.5');
  });
});

describe('the settings', () => {
  test('without a key leave it out, and its address may only do without TLS on this machine', async () => {
    expect(runwayModule.read({})).toEqual({ open: null });
    expect(runwayModule.read({ RUNWAYML_API_SECRET: '  ' })).toEqual({ open: null });
    const wrong = runwayModule.read({ RUNWAYML_API_SECRET: 'key', RUNWAYML_BASE_URL: 'http://api.example.org' });
    expect(wrong).toEqual({ problems: [['RUNWAYML_BASE_URL', expect.stringContaining('https://')]] });
  });

  test('are enough to use it: nothing is asked of Runway before somebody does', async () => {
    const { provider, credential } = await runningWith({ RUNWAYML_API_SECRET: 'key' });
    expect(credential).toBe('main');
    expect(provider.capabilities().length).toBeGreaterThan(15);
  });
});
