import { type RunNode, StepError } from '@lockstep/schema/node';
import { isObject } from '../../kit/read-json.ts';
import { askShopify } from '../client.ts';
import type { queryShopify } from './definition.ts';
import { operationsOf } from './operations.ts';

export const runQueryShopify: RunNode<typeof queryShopify> = async ({ params }, ctx) => {
  const { connection, query, variables } = params;
  const other = operationsOf(query).find((kind) => kind !== 'query');
  if (other !== undefined) {
    const message = `This step only reads, and the document has a ${other}. Take the step that does it, for example "Refund (Shopify)".`;
    throw new StepError({ kind: 'flow', category: 'validation', code: 'shopify-not-a-query', message });
  }
  if (!isObject(variables)) {
    const message = 'The variables are no object: write them by name, for example { "id": "gid://shopify/Order/1" }.';
    throw new StepError({ kind: 'item', category: 'validation', code: 'variables-invalid', message });
  }
  return { port: 'out', value: await askShopify(ctx, connection, { query, variables, write: false }) };
};
