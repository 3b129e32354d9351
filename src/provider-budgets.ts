import { z } from 'zod';
import { DOLLAR_MICRO_USD } from './core/money.ts';
import { knownProviders } from './providers/registry.ts';

const usdMax = 1_000_000;
/** Those that cost money. */
const names = knownProviders.flatMap(({ name, keyName }) => (keyName === null ? [] : [name]));

/** `runway:50,fal:20`: what may be spent in a month with the key of each provider, in dollars; as micro-dollars by its name. */
export const providerBudgets = z.string().default('').transform(parseBudgets);

function parseBudgets(list: string, context: z.RefinementCtx): ReadonlyMap<string, number> {
  const budgets = new Map<string, number>();
  for (const entry of list.split(',').map((each) => each.trim())) {
    if (entry === '') continue;
    const [name = '', amount = '', ...more] = entry.split(':').map((part) => part.trim());
    const dollars = amount === '' || more.length > 0 ? Number.NaN : Number(amount);
    const problem = problemOf(entry, name, dollars, budgets);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    else budgets.set(name, Math.round(dollars * DOLLAR_MICRO_USD));
  }
  return budgets;
}

function problemOf(entry: string, name: string, dollars: number, before: ReadonlyMap<string, number>): string | null {
  if (!names.includes(name)) {
    return `expected a provider (${names.join(', ')}) with dollars after it, such as runway:50, got ${JSON.stringify(entry)}`;
  }
  if (!(dollars >= 0 && dollars <= usdMax)) {
    return `expected dollars from 0 to ${usdMax} for ${name}, such as ${name}:50, got ${JSON.stringify(entry)}`;
  }
  return before.has(name) ? `expected ${name} once, got it twice` : null;
}
