import { z } from 'zod';
import { Failure } from '../run/failure.ts';
import { Json } from '../run/json.ts';
import { endpoint } from './endpoint.ts';
import { StepView } from './runs.ts';

const ItemPath = z.string().regex(/^\d+(\.\d+)*$/, 'An item is named by its index in each scope around it: 3, or 3.0.');
const ByScope = z.object({ runId: z.string(), node: z.string().describe('The scope.') });

/** An item of a scope that ended. */
export const RunItemView = z.object({
  path: ItemPath,
  /** `dropped`: it was under way when its scope failed. */
  status: z.enum(['done', 'failed', 'dropped']),
  /** Step that failed, and why. */
  step: z.string().optional(),
  failure: Failure.optional(),
  /** Of one that failed: the item, or its beginning. */
  value: Json.optional(),
});
export type RunItemView = z.infer<typeof RunItemView>;

export const listRunItems = endpoint({
  id: 'listRunItems',
  method: 'get',
  path: '/runs/:runId/scopes/:node/items',
  tag: 'Runs',
  summary: 'List the items of a scope that ended, in their order',
  params: ByScope,
  query: z.object({
    parent: ItemPath.optional().describe('Item that the scope itself belongs to; absent at the top.'),
    status: z.enum(['all', 'failed']).default('all'),
    after: z.coerce.number().int().min(0).optional().describe('Index of the last item of the page before.'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  ok: z.object({ items: z.array(RunItemView), next: z.int().optional() }),
  problems: ['not-found'],
});

export const getRunItem = endpoint({
  id: 'getRunItem',
  method: 'get',
  path: '/runs/:runId/scopes/:node/items/:item',
  tag: 'Runs',
  summary: 'Read the steps of one item, and of the items it lies in',
  params: ByScope.extend({ item: ItemPath }),
  ok: z.object({ path: ItemPath, steps: z.array(StepView) }),
  problems: ['not-found'],
});
