import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { shopifyParam } from '../params.ts';

/** Reads anything from the shop by a GraphQL query. Mutations are refused: they have steps that do them once. */
export const queryShopify = defineNode({
  type: 'shopify.graphql',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    connection: shopifyParam,
    query: z
      .string()
      .min(1)
      .max(50_000)
      .describe('One query of the Admin API; values go into variables, never into its text.')
      .meta({
        editor: 'textarea',
        label: 'Query',
        placeholder: 'query ($id: ID!) { order(id: $id) { name displayFulfillmentStatus } }',
        fixed: true,
      }),
    variables: Json.default({}).meta({
      editor: 'json',
      label: 'Variables',
      placeholder: '={ id: input.admin_graphql_api_id }',
    }),
  }),
  input: Json,
  outputs: { out: Json.describe('The `data` of the answer.') },
  retry: { maxAttempts: 6, baseMs: 500, capMs: 30_000, jitter: 0.2 },
  timeoutMs: 30_000,
  ui: {
    label: 'Query (Shopify)',
    group: 'Commerce',
    icon: 'cloud-download',
    summary: '{query}',
    description: 'Reads anything from the shop by a GraphQL query.',
    system: 'Shopify',
  },
});
