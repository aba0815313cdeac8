import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { listAt, textAt } from '../../kit/read-json.ts';
import type { QueryValue } from '../../kit/url.ts';
import { askAmazon, payloadOf, unreadable } from '../client.ts';
import { marketplacesOf } from '../params.ts';
import type { readAmazonOrders } from './definition.ts';

/** Amazon gives 100 a page at most. */
const PAGE = 100;
/** Amazon takes no time that is younger. @see Orders API v0, getOrders, LastUpdatedBefore */
const YOUNGEST_MS = 2 * 60_000;

export const runReadAmazonOrders: RunNode<typeof readAmazonOrders> = async ({ params, input: _ }, ctx) => {
  const { connection, changedAfter, channel, personalData: restricted, maxOrders } = params;
  const after = Date.parse(changedAfter);
  if (Number.isNaN(after)) {
    const message = `"${changedAfter}" is no time such as 2026-11-27T08:00:00Z.`;
    throw new StepError({ kind: 'item', category: 'validation', code: 'time-invalid', message });
  }
  const before = ctx.now - YOUNGEST_MS;
  const through = new Date(Math.max(after, before)).toISOString();
  if (after >= before) return { port: 'out', value: { orders: [], complete: true, through } };
  const { settings } = await ctx.connection(connection);
  const statuses = listed(params.statuses);
  // NextToken goes with the very filters it was made for: without them Amazon answers another question, or none.
  const filters: Readonly<Record<string, QueryValue>> = {
    MarketplaceIds: marketplacesOf(settings).join(','),
    LastUpdatedAfter: new Date(after).toISOString(),
    LastUpdatedBefore: through,
    OrderStatuses: statuses.length === 0 ? null : statuses.join(','),
    FulfillmentChannels: channel === 'any' ? null : channel,
    MaxResultsPerPage: Math.min(PAGE, maxOrders),
  };
  const orders: Json[] = [];
  const seen = new Set<string>();
  let next: string | undefined;
  do {
    if (next !== undefined) {
      // A page that leads back would go on for ever.
      if (seen.has(next)) return unreadable(false);
      seen.add(next);
    }
    const query = { ...filters, NextToken: next ?? null };
    const answer = await askAmazon(ctx, connection, {
      operation: 'getOrders',
      method: 'GET',
      path: '/orders/v0/orders',
      query,
      restricted,
    });
    const payload = payloadOf(answer ?? null);
    orders.push(...listAt(payload, 'Orders'));
    next = textAt(payload, 'NextToken') || undefined;
  } while (next !== undefined && orders.length < maxOrders);
  const sorted = orders.toSorted((a, b) => changedAt(a) - changedAt(b));
  if (next === undefined && sorted.length <= maxOrders) {
    return { port: 'out', value: { orders: sorted, complete: true, through } };
  }
  const kept = sorted.slice(0, maxOrders);
  // Amazon sorts by no time it promises: what was not read may have changed at any of them.
  return { port: 'out', value: { orders: kept, complete: false, through: new Date(after).toISOString() } };
};

function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((status) => status.trim())
    .filter((status) => status !== '');
}

function changedAt(order: Json): number {
  return Date.parse(textAt(order, 'LastUpdateDate') ?? '') || 0;
}
