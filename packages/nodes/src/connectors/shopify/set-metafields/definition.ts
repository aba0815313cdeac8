import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { shopifyParam } from '../params.ts';

/** Writes values of ours on an order or another record of the shop: `metafieldsSet`, all or none. */
export const setMetafields = defineNode({
  type: 'shopify.set-metafields',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: shopifyParam,
    owner: z
      .union([z.string().regex(/^(gid:\/\/shopify\/[A-Za-z]+\/)?\d+$/, 'Use an id, for example 450789469.'), z.int()])
      .describe('Whose values they are: the id of an order, or the global id of anything.')
      .meta({ editor: 'text', label: 'Owner', placeholder: '450789469' }),
    metafields: z
      .array(
        z.object({
          namespace: z.string().min(3).max(255).default('custom').meta({ label: 'Namespace' }),
          key: z.string().min(2).max(64).meta({ label: 'Key', placeholder: 'expected_ship_date' }),
          type: z
            .string()
            .min(1)
            .default('single_line_text_field')
            .describe('Type of Shopify, for example date, number_integer, json.')
            .meta({ label: 'Type', placeholder: 'date' }),
          value: z
            .union([z.string().min(1), z.number(), z.boolean()])
            .meta({ editor: 'text', label: 'Value', placeholder: '=input.expectedShipDate' }),
        }),
      )
      .min(1)
      .max(25)
      .meta({ label: 'Values' }),
  }),
  input: Json,
  outputs: {
    written: z.object({
      owner: z.string(),
      metafields: z.array(z.object({ id: z.string(), namespace: z.string(), key: z.string(), value: z.string() })),
    }),
  },
  retry: { maxAttempts: 8, baseMs: 500, capMs: 60_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Set metafields (Shopify)',
    group: 'Commerce',
    icon: 'list-plus',
    summary: '{owner}',
    description: 'Writes values of ours on an order of the shop, such as the date it is expected to ship.',
    system: 'Shopify',
  },
});
