import { expect, it } from 'vitest';
import { plainStyle, renderText } from '../../src/bots/messages/text.ts';
import { presentTenants } from '../../src/cli/tenants.ts';
import { parseTenantId } from '../../src/core/ids.ts';
import type { Tenant } from '../../src/core/tenant.ts';
import { nothingSetUp } from '../../src/core/tenant-settings.ts';
import { DAY } from '../../src/core/time.ts';
import { noonMs } from '../doubles/world.ts';

const waiting: Tenant = {
  id: parseTenantId('discord:7'),
  name: 'Film club',
  budget: null,
  settings: nothingSetUp,
  timeZone: 'UTC',
  formerZones: [],
  createdAtMs: noonMs,
  leftAtMs: null,
};
const allowed: Tenant = {
  ...waiting,
  id: parseTenantId('console'),
  name: null,
  budget: { perDayMicroUsd: 5_000_000, perMonthMicroUsd: 50_000_000 },
};

function rowsOf(...all: Tenant[]): string[] {
  return presentTenants(all, noonMs).lines.map((line) => renderText(line, plainStyle));
}

it('a tenant that waits is shown by its name, with the very command that allows it', () => {
  expect(rowsOf(waiting, allowed)).toEqual([
    'Film club (discord:7) · waits: it has only the demo. To allow it: `npm run reelay -- tenants allow discord:7`',
    'console · up to 500 credits a day, 5,000 credits a month',
  ]);
});

it('one that was left says until when it is kept, and is not offered to be allowed', () => {
  expect(rowsOf({ ...waiting, leftAtMs: noonMs - DAY }, { ...waiting, leftAtMs: noonMs - 30 * DAY })).toEqual([
    'Film club (discord:7) · left 1 day ago; what is kept of it goes in 29 days',
    'Film club (discord:7) · left 30 days ago; only its books are kept',
  ]);
});

it('a name that somebody gave their server is never taken for our words', () => {
  const [row] = presentTenants([{ ...waiting, name: '@everyone' }], noonMs).lines;
  expect(row).toContainEqual({ kind: 'untrusted', text: '@everyone' });
});

it('none at all says when there will be one', () => {
  expect(renderText(presentTenants([], noonMs).title, plainStyle)).toMatch(/^No tenant is known yet/);
});
