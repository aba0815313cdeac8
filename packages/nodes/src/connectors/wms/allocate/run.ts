import type { RunNode } from '@lockstep/schema/node';
import { z } from 'zod';
import { openLines } from '../../kit/order-lines.ts';
import { postToWms, unreadable } from '../client.ts';
import type { allocate } from './definition.ts';

const Answer = z.object({
  id: z.string(),
  lines: z.array(z.object({ sku: z.string(), requested: z.number(), allocated: z.number(), short: z.number() })),
});

export const runAllocate: RunNode<typeof allocate> = async ({ params }, ctx) => {
  const { orderRef, warehouse } = params;
  const lines = openLines(params.lines)
    .filter(({ shippable }) => shippable)
    .map(({ sku, quantity }) => ({ sku, quantity }));
  if (lines.length === 0) {
    return { port: 'allocated', value: { allocationId: null, orderRef, warehouse, lines: [] } };
  }
  const { status, body } = await postToWms(ctx, params.connection, {
    path: '/v1/allocations',
    body: { orderRef, warehouse, lines },
  });
  const answer = Answer.safeParse(body);
  if (!answer.success) throw unreadable(status);
  const allocation = { allocationId: answer.data.id, orderRef, warehouse, lines: answer.data.lines };
  const short = allocation.lines.some((line) => line.short > 0);
  return { port: short ? 'short' : 'allocated', value: allocation };
};
