import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/core/time.ts';
import { engineTrial } from '../../doubles/runway/trial.ts';
import { manualClock } from '../../doubles/world.ts';
import { onlyEngines } from '../../e2e/engines/only-engines.ts';
import { said, type } from '../../e2e/engines/seen.ts';
import { openSlackApp } from '../../e2e/slack-app.ts';

describe('what goes wrong at runway, as people see it', { timeout: 60_000 }, () => {
  it('a model that is gone is taken out, the operator told once, and people pointed to what replaces it', async () => {
    const clock = manualClock();
    await using runway = await engineTrial.open(clock);
    runway.failCreates('gone');
    const env = {
      ...runway.environment,
      ...(await onlyEngines({ 'runway/gen4.5': { replacedBy: 'acme/reel-1' } })),
    };
    await using world = await openSlackApp({ env, clock, ownEngines: true, besides: 'real' });
    await world.allow();
    await type(world, '/video a red ball --engine runway/gen4.5 --seconds 2');
    await said(world, /The engine is no longer in service\. You pay nothing\./u);
    const alert = await said(world, /no longer served by its maker and takes no new requests/u);
    expect(alert).toContain('People are pointed to acme/reel-1.');
    await world.startAgain();
    const typed = world.slack.type(world.ada, world.channel, '/video a blue ball --engine runway/gen4.5 --seconds 2');
    await typed.acknowledged();
    const answer = await world.until(() => typed.replies()[0], 'the answer');
    expect(answer.shownText).toMatch(/Acme reel-1 .*can do this\. Try --engine acme\/reel-1\./u);
    await world.pass(10 * MINUTE, MINUTE);
    const alerts = world.slack.seen(world.channel).filter(({ shownText }) => /served by its maker/u.test(shownText));
    expect([alerts.length, runway.creates()]).toEqual([1, 0]);
  });
});
