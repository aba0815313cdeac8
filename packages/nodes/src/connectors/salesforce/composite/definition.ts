import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { salesforceParam } from '../params.ts';

/**
 * Several requests in one, all or none: 25 at most, each may use what one before it gave (`@{account.id}`). Salesforce answers
 * 200 also when everything was rolled back; this step tells the two apart.
 */
export const compositeRequest = defineNode({
  type: 'salesforce.composite',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['once', 'upsert'],
  params: z.object({
    connection: salesforceParam,
    requests: Json.describe('List of { method, url, referenceId, body }; urls are below the version of the API.').meta({
      editor: 'json',
      label: 'Requests',
      placeholder: '=[{ method: "PATCH", url: "/sobjects/Account/ShopId__c/7", referenceId: "account", body: {} }]',
    }),
  }),
  input: Json,
  outputs: {
    done: z.object({ results: z.record(z.string(), Json).describe('What each gave, by its reference.') }),
    'rolled-back': z.object({
      failed: z.array(z.object({ referenceId: z.string(), status: z.int(), code: z.string(), message: z.string() })),
    }),
  },
  retry: { maxAttempts: 8, baseMs: 1_000, capMs: 120_000, jitter: 0.3 },
  timeoutMs: 60_000,
  ui: {
    label: 'Write together (Salesforce)',
    group: 'CRM',
    icon: 'layers',
    summary: 'All or none',
    description: 'Up to 25 requests in one, all or none. Leaves by "rolled-back" when one of them was refused.',
    system: 'Salesforce',
  },
});
