import { describe, expect, it } from 'vitest';
import { fal } from '../../../src/providers/fal/module.ts';
import { live } from '../../contracts/provider-calls.ts';
import { openOnDouble } from './fixture.ts';

describe('the settings of fal', () => {
  it('are not needed: without a key it is not configured', () => {
    expect(fal.read({})).toEqual({ open: null });
    expect(fal.read({ FAL_KEY: '  ', FAL_QUEUE_URL: '' })).toEqual({ open: null });
  });

  it.each([
    ['FAL_KEY', 'two words'],
    ['FAL_QUEUE_URL', 'http://queue.fal.run'],
    ['FAL_QUEUE_URL', 'queue.fal.run'],
    ['FAL_JWKS_URL', 'http://rest.fal.ai/jwks.json'],
  ])('name %s when it is %s, and repeat no key', (name, value) => {
    const read = fal.read({ FAL_KEY: 'id:secret', [name]: value });
    if (!('problems' in read)) throw new Error('expected a problem');
    expect(read.problems.map(([setting]) => setting)).toEqual([name]);
    expect(JSON.stringify(read.problems)).not.toMatch(/id:secret|two words/u);
  });

  it('hold data of engines that has no problem of its own', () => {
    expect(fal.problemsWith(null)).toEqual([]);
  });

  it('tell which field of an operator entry is wrong', () => {
    const wire = { text: 'veo', seconds: { field: 'duration', as: 'words' }, sizes: {} };
    const engines = { 'fal/mine': { like: 'fal/veo3.1', label: 'Mine', wire } } as const;
    const problems = fal.problemsWith({ engines }).join('\n');
    expect(problems).toMatch(/fal\/mine: wire: text: expected the id of an endpoint/u);
    expect(problems).toMatch(/fal\/mine: wire: seconds.as: /u);
  });
});

describe('a check', () => {
  it('asks for a price with our key: it is alive, and nothing was bought', async () => {
    await using onDouble = await openOnDouble();
    expect(await onDouble.running.check?.(live())).toEqual({ kind: 'alive', note: null });
    expect(onDouble.double.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/models/pricing?endpoint_id=fal-ai%2Fkling-video%2Fv3%2Fpro%2Ftext-to-video',
    ]);
    expect(onDouble.double.tasks).toEqual([]);
  });

  it('says that the key is refused', async () => {
    await using onDouble = await openOnDouble();
    onDouble.double.revokeKey();
    expect(await onDouble.running.check?.(live())).toEqual({ kind: 'key_refused', note: null });
  });

  it.each([
    [402, { detail: 'Payment required' }],
    [403, { detail: 'User is locked. Reason: Exhausted balance.' }],
  ])('says that there is no credit (%d)', async (status, body) => {
    await using onDouble = await openOnDouble();
    onDouble.double.faults.next({}, { status, body });
    expect(await onDouble.running.check?.(live())).toMatchObject({ kind: 'out_of_credit' });
  });

  it('says what came instead of an answer', async () => {
    await using onDouble = await openOnDouble();
    onDouble.double.faults.next({}, { status: 502, body: 'bad gateway' });
    expect(await onDouble.running.check?.(live())).toEqual({ kind: 'no_answer', note: 'It answered with HTTP 502.' });
    onDouble.double.faults.next({}, 'drop_request');
    expect(await onDouble.running.check?.(live())).toMatchObject({ kind: 'no_answer' });
  });

  it('obeys its signal', async () => {
    await using onDouble = await openOnDouble();
    await expect(onDouble.running.check?.(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
