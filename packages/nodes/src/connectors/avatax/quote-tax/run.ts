import type { RunNode } from '@lockstep/schema/node';
import { askAvatax } from '../client.ts';
import { questionOf, taxOf } from '../tax.ts';
import type { quoteTax } from './definition.ts';

export const runQuoteTax: RunNode<typeof quoteTax> = async ({ params }, ctx) => {
  const body = questionOf(ctx, params, { type: 'SalesOrder', commit: false });
  const answer = await askAvatax(ctx, params.connection, {
    method: 'POST',
    path: '/api/v2/transactions/create',
    body,
    write: false,
  });
  return { port: 'out', value: { ...taxOf(answer, { currency: params.currency, created: false }), recorded: false } };
};
