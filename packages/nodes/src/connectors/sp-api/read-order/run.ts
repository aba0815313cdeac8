import type { RunNode } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { listAt, textAt } from '../../kit/read-json.ts';
import { askAmazon, payloadOf, unreadable } from '../client.ts';
import type { readAmazonOrder } from './definition.ts';

export const runReadAmazonOrder: RunNode<typeof readAmazonOrder> = async ({ params }, ctx) => {
  const { connection, orderId, personalData: restricted } = params;
  const path = `/orders/v0/orders/${encodeURIComponent(orderId)}`;
  let { order } = params;
  if (order === undefined) {
    const answer = await askAmazon(ctx, connection, { operation: 'getOrder', method: 'GET', path, restricted });
    if (answer === undefined) return { port: 'missing', value: { orderId } };
    order = payloadOf(answer);
  }
  const items: Json[] = [];
  const seen = new Set<string>();
  let next: string | undefined;
  do {
    const answer = await askAmazon(ctx, connection, {
      operation: 'getOrderItems',
      method: 'GET',
      path: `${path}/orderItems`,
      query: { NextToken: next ?? null },
      restricted,
    });
    if (answer === undefined) return { port: 'missing', value: { orderId } };
    const payload = payloadOf(answer);
    items.push(...listAt(payload, 'OrderItems'));
    next = textAt(payload, 'NextToken') || undefined;
    if (next !== undefined && seen.has(next)) return unreadable(false);
    if (next !== undefined) seen.add(next);
  } while (next !== undefined);
  return { port: 'out', value: { order, items } };
};
