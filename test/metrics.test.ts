import { describe, expect, it } from 'vitest';
import { createMetrics } from '../src/metrics.ts';

describe('metrics', () => {
  it('are counted and measured under their labels', async () => {
    const metrics = createMetrics({ openJobCounts: async () => [] });
    metrics.count('requests', { result: 'refused', refusal: 'disk_low' });
    metrics.count('requests', { result: 'refused', refusal: 'disk_low' });
    metrics.count('webhooks', { provider: 'demo', outcome: 'noted' });
    metrics.count('statuses', { platform: 'console', outcome: 'shown' });
    metrics.observe('steps', { step: 'submit', outcome: 'accepted' }, 1_500);
    metrics.observe('httpRequests', { route: '/', method: 'GET', status: '2xx' }, 4);
    const text = await metrics.render();
    expect(text).toContain('reelay_requests_total{result="refused",refusal="disk_low"} 2');
    expect(text).toContain('reelay_webhooks_total{provider="demo",outcome="noted"} 1');
    expect(text).toContain('reelay_statuses_total{platform="console",outcome="shown"} 1');
    expect(text).toContain('reelay_step_duration_seconds_sum{step="submit",outcome="accepted"} 1.5');
    expect(text).toContain(
      'reelay_http_request_duration_seconds_bucket{le="0.005",route="/",method="GET",status="2xx"} 1',
    );
    expect(text).toContain('reelay_nodejs_eventloop_lag_seconds');
    expect(metrics.contentType).toContain('text/plain');
  });

  it('of open jobs are read at each scrape, and forget what is gone', async () => {
    const open = [{ engine: 'demo/pictures', state: 'rendering', jobs: 2 } as const];
    const metrics = createMetrics({ openJobCounts: async () => open });
    expect(await metrics.render()).toContain('reelay_open_jobs{engine="demo/pictures",state="rendering"} 2');
    open.pop();
    expect(await metrics.render()).not.toContain('reelay_open_jobs{');
  });

  it('are still there while the database is not, and say that it is not', async () => {
    let isAway = false;
    const metrics = createMetrics({
      openJobCounts: async () => {
        if (isAway) throw new Error('locked');
        return [{ engine: 'demo/pictures', state: 'queued', jobs: 1 }];
      },
    });
    expect(await metrics.render()).toContain('reelay_database_up 1');
    isAway = true;
    const text = await metrics.render();
    expect(text).toContain('reelay_database_up 0');
    expect(text).not.toContain('reelay_open_jobs{');
  });
});
