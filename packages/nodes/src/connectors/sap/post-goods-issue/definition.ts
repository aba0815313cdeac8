import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { sapParam } from '../params.ts';

/** Posts the goods issue of a delivery: stock and cost move. The delivery itself says whether that has been done. */
export const postGoodsIssue = defineNode({
  type: 'sap.post-goods-issue',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: sapParam,
    delivery: z.string().min(1).max(10).meta({ label: 'Delivery', placeholder: '=input.delivery' }),
  }),
  input: Json,
  outputs: {
    posted: z.object({ delivery: z.string(), posted: z.boolean().describe('False when it was posted already.') }),
  },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Post goods issue',
    group: 'ERP',
    icon: 'truck',
    summary: '{delivery}',
    description: 'Posts the goods issue of an outbound delivery, once.',
    system: 'SAP S/4HANA',
  },
});
