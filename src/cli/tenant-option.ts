import { InvalidArgumentError, Option } from 'commander';
import { catalogueFor } from '../bots/messages/catalogue.ts';
import { parseTenantId, type TenantId } from '../core/ids.ts';
import type { Store } from '../core/ports/store.ts';
import { type Answer, type Options, said } from './run.ts';

const { operator } = catalogueFor('en');

export function tenantOption(): Option {
  return new Option('--tenant <id>', 'whose number it is, where several have it').argParser(readTenant);
}

export function readTenant(text: string): TenantId {
  try {
    return parseTenantId(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

/** The tenant that was named; null when none was. */
export function tenantIn(options: Options): TenantId | null {
  const { tenant } = options;
  return typeof tenant === 'string' ? parseTenantId(tenant) : null;
}

/** Does something with the job that a number means: in the tenant that is named, else in the only one that has it. */
export async function withTenant(
  number: number,
  options: Options,
  store: Pick<Store, 'findJob' | 'tenants'>,
  act: (tenantId: TenantId) => Promise<Answer>,
): Promise<Answer> {
  const named = tenantIn(options);
  if (named) return act(named);
  const having: TenantId[] = [];
  for (const { id: tenantId } of await store.tenants({ platform: null })) {
    if (await store.findJob({ tenantId, number, userId: null })) having.push(tenantId);
  }
  const [only, ...others] = having;
  if (!only) return said(operator.noJob(number, 'any tenant'), 'bad', { kind: 'not_found' });
  if (others.length > 0) return said(operator.whoseJob(number, having), 'bad', { kind: 'ambiguous', tenants: having });
  return act(only);
}
