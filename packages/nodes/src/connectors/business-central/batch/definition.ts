import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { BC_RETRY, bcParam } from '../params.ts';

/**
 * Up to 100 requests in one, all or none (`Isolation: snapshot`). Business Central answers 200 also for those it took back; this step
 * tells the two apart.
 */
export const batchBc = defineNode({
  type: 'business-central.batch',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['once', 'upsert'],
  params: z.object({
    connection: bcParam,
    requests: Json.describe('List of { method, url, body, ifMatch }; urls are below the company.').meta({
      editor: 'json',
      label: 'Requests',
      placeholder: '=[{ method: "PATCH", url: "items(7ce0af2e-0963-460f-9b1f-0014aea3e117)", body: {} }]',
    }),
  }),
  input: Json,
  outputs: {
    done: z.object({ results: z.array(Json).describe('What each gave, in their order.') }),
    'rolled-back': z.object({
      failed: z.array(z.object({ index: z.int(), status: z.int(), code: z.string(), message: z.string() })),
    }),
  },
  retry: BC_RETRY,
  timeoutMs: 60_000,
  ui: {
    label: 'Write together (Business Central)',
    group: 'ERP',
    icon: 'layers',
    summary: 'All or none',
    description: 'Up to 100 requests in one, all or none. Leaves by "rolled-back" when one of them was refused.',
    system: 'Business Central',
  },
});
