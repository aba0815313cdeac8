import { StepError } from '@lockstep/schema/node';
import { z } from 'zod';

const FulfilmentOrder = z.looseObject({
  id: z.string(),
  status: z.string(),
  assignedLocation: z.looseObject({ name: z.string().nullish() }).nullish(),
  lineItems: z.object({
    nodes: z.array(z.looseObject({ id: z.string(), remainingQuantity: z.int(), sku: z.string().nullish() })),
  }),
});
export type FulfilmentOrder = z.infer<typeof FulfilmentOrder>;

/** Fulfilment orders of an order, as the step asks for them. */
export const FulfilmentOrders = z.looseObject({ fulfillmentOrders: z.object({ nodes: z.array(FulfilmentOrder) }) });

/** What of one fulfilment order goes into a parcel. */
export interface ParcelPart {
  readonly fulfilmentOrder: string;
  readonly lines: readonly { readonly id: string; readonly quantity: number }[];
}

const OPEN = new Set(['OPEN', 'IN_PROGRESS']);

/**
 * What goes into a parcel: the goods asked for, taken from what the fulfilment orders have left, or all that is left.
 *
 * @throws StepError refused when less is left than asked for, nothing is left, or it lies at several locations, which Shopify
 *   takes as one parcel each
 */
export function parcelOf(
  orders: readonly FulfilmentOrder[],
  asked: readonly { readonly sku: string; readonly quantity: number }[],
): readonly ParcelPart[] {
  const open = orders.filter(({ status }) => OPEN.has(status));
  const wanted = asked.length === 0 ? undefined : countsOf(asked);
  const parts = open.map((order) => ({
    order,
    lines: order.lineItems.nodes.flatMap(({ id, remainingQuantity, sku }) => {
      const want = wanted === undefined ? remainingQuantity : Math.min(remainingQuantity, wanted.get(sku ?? '') ?? 0);
      if (want <= 0) return [];
      wanted?.set(sku ?? '', (wanted.get(sku ?? '') ?? 0) - want);
      return [{ id, quantity: want }];
    }),
  }));
  const short = [...(wanted ?? [])].filter(([, left]) => left > 0).map(([sku, left]) => `${left} of ${sku}`);
  if (short.length > 0)
    throw refuse('shopify-nothing-left', `The order has less left to send: ${short.join(', ')} too many.`);
  const used = parts.filter(({ lines }) => lines.length > 0);
  if (used.length === 0) throw refuse('shopify-nothing-left', 'Nothing of the order is left to send.');
  const places = new Set(used.map(({ order }) => order.assignedLocation?.name ?? ''));
  if (places.size > 1) {
    const names = [...places].join(' and ');
    throw refuse('shopify-several-locations', `These goods lie at ${names}: fulfil them as one parcel for each.`);
  }
  return used.map(({ order, lines }) => ({ fulfilmentOrder: order.id, lines }));
}

function countsOf(asked: readonly { readonly sku: string; readonly quantity: number }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { sku, quantity } of asked) counts.set(sku, (counts.get(sku) ?? 0) + quantity);
  return counts;
}

function refuse(code: string, message: string): StepError {
  return new StepError({ kind: 'refused', category: 'business', code, message });
}
