import { z } from 'zod';
import { DOLLAR_MICRO_USD } from '../../core/money.ts';
import { anyTaskId } from '../task-id.ts';

/** A credit is a cent, for everybody. */
const creditMicroUsd = DOLLAR_MICRO_USD / 100;
/** Outside of this a cost is a mistake, and the quote holds. */
const creditsMax = 1_000_000;

const cost = z
  .object({ credits: z.number().min(0).max(creditsMax) })
  .transform(({ credits }) => Math.round(credits * creditMicroUsd))
  .nullish()
  .catch(null);

/** What is looked through of a message: longer ones only repeat what was sent. */
const said = z.string().transform((text) => text.slice(0, 4_000));

export const createdAnswer = z.object({ id: anyTaskId, estimatedCost: cost });

/** Read leniently: an unknown status means that the task still runs. Costs are in micro-dollars from here on. */
export const taskAnswer = z.object({
  status: z.string().min(1),
  progress: z.number().nullish().catch(null),
  cost,
  failureCode: z.string().nullish().catch(null),
  failure: said.nullish().catch(null),
  output: z.array(z.string()).nullish().catch(null),
});

export type TaskAnswer = z.infer<typeof taskAnswer>;

const amount = z.number().min(0).nullish().catch(null);

export const organizationAnswer = z.object({
  creditBalance: z.number(),
  tier: z
    .object({ models: z.record(z.string(), z.object({ maxConcurrentGenerations: amount })) })
    .nullish()
    .catch(null),
});

export const uploadAnswer = z.object({
  uploadUrl: z.url(),
  fields: z.record(z.string(), z.string()),
  runwayUri: z.string().startsWith('runway://'),
});

/** Its own words for what went wrong, by which an answer of its own is told from a proxy's page. */
export const errorAnswer = z.object({
  error: z.union([said, z.object({ message: said }).transform(({ message }) => message)]),
  issues: z
    .array(
      z.object({
        code: z.string().catch(''),
        path: z.array(z.union([z.string(), z.number()])).catch([]),
      }),
    )
    .catch([])
    .default([]),
});

export type ErrorAnswer = z.infer<typeof errorAnswer>;
