import { type RunNode, type StepContext, StepError } from '@lockstep/schema/node';
import { z } from 'zod';
import { askShopify, changeAtShopify, unreadable } from '../client.ts';
import { globalId } from '../params.ts';
import type { fulfilOrder } from './definition.ts';
import { type FulfilmentOrder, FulfilmentOrders, parcelOf } from './parcel.ts';

const FULFILMENT = 'id name fulfillmentLineItems(first: 100) { nodes { quantity lineItem { sku } } }';

const READ_SENT = `query Fulfilments($id: ID!) {
  order(id: $id) { fulfillments(first: 50) { id status trackingInfo(first: 5) { number } } }
}`;

const READ_ONE = `query Fulfilment($id: ID!) { fulfillment(id: $id) { ${FULFILMENT} } }`;

const READ_OPEN = `query FulfilmentOrders($id: ID!) {
  order(id: $id) {
    fulfillmentOrders(first: 5) {
      nodes { id status assignedLocation { name } lineItems(first: 100) { nodes { id remainingQuantity sku } } }
    }
  }
}`;

const CREATE = `mutation Fulfil($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { ${FULFILMENT} } userErrors { field message } }
}`;

const Fulfilment = z.looseObject({
  id: z.string(),
  name: z.string(),
  fulfillmentLineItems: z.object({
    nodes: z.array(
      z.looseObject({ quantity: z.int().nullish(), lineItem: z.looseObject({ sku: z.string().nullish() }) }),
    ),
  }),
});
type Fulfilment = z.infer<typeof Fulfilment>;

const Sent = z.looseObject({
  fulfillments: z.array(
    z.looseObject({
      id: z.string(),
      status: z.string(),
      trackingInfo: z.array(z.looseObject({ number: z.string().nullish() })),
    }),
  ),
});

export const runFulfilOrder: RunNode<typeof fulfilOrder> = async ({ params }, ctx) => {
  const { connection, trackingNumber } = params;
  const id = globalId('Order', params.order);
  const doubtful = params.lookUp === 'always' || ctx.outcomeUnknown || ctx.attempt > 1 || ctx.trigger.kind === 'replay';
  const known = doubtful ? await find(ctx, connection, { id, trackingNumber }) : undefined;
  if (known) return { port: 'fulfilled', value: { ...described(known, trackingNumber), created: false } };
  const parcel = parcelOf(await readOpen(ctx, connection, id), params.lines);
  const { payload } = await changeAtShopify(ctx, connection, {
    query: CREATE,
    variables: {
      fulfillment: {
        lineItemsByFulfillmentOrder: parcel.map(({ fulfilmentOrder, lines }) => ({
          fulfillmentOrderId: fulfilmentOrder,
          fulfillmentOrderLineItems: lines.map((line) => ({ ...line })),
        })),
        notifyCustomer: params.notify,
        trackingInfo: {
          number: trackingNumber,
          ...(params.carrier !== undefined && { company: params.carrier }),
          ...(params.trackingUrl !== undefined && { url: params.trackingUrl }),
        },
      },
    },
    field: 'fulfillmentCreate',
    made: 'fulfillment',
  });
  const made = Fulfilment.safeParse(payload.fulfillment);
  if (!made.success) throw unreadable(true);
  return { port: 'fulfilled', value: { ...described(made.data, trackingNumber), created: true } };
};

async function find(
  ctx: StepContext,
  connection: string,
  { id, trackingNumber }: { readonly id: string; readonly trackingNumber: string },
): Promise<Fulfilment | undefined> {
  const { order } = await askShopify(ctx, connection, { query: READ_SENT, variables: { id }, write: false });
  if (order === null) throw unknownOrder(id);
  const sent = Sent.safeParse(order);
  if (!sent.success) throw unreadable(false);
  const ours = sent.data.fulfillments.find(
    ({ status, trackingInfo }) => status === 'SUCCESS' && trackingInfo.some(({ number }) => number === trackingNumber),
  );
  if (!ours) return undefined;
  const variables = { id: ours.id };
  const { fulfillment } = await askShopify(ctx, connection, { query: READ_ONE, variables, write: false });
  const read = Fulfilment.safeParse(fulfillment);
  if (read.success) return read.data;
  throw unreadable(false);
}

async function readOpen(ctx: StepContext, connection: string, id: string): Promise<readonly FulfilmentOrder[]> {
  const { order } = await askShopify(ctx, connection, { query: READ_OPEN, variables: { id }, write: false });
  if (order === null) throw unknownOrder(id);
  const read = FulfilmentOrders.safeParse(order);
  if (!read.success) throw unreadable(false);
  return read.data.fulfillmentOrders.nodes;
}

function described({ id, name, fulfillmentLineItems }: Fulfilment, trackingNumber: string) {
  return {
    fulfilment: id,
    name,
    trackingNumber,
    lines: fulfillmentLineItems.nodes.map(({ quantity, lineItem }) => ({
      sku: lineItem.sku ?? '',
      quantity: quantity ?? 0,
    })),
  };
}

function unknownOrder(id: string): StepError {
  const message = `Shopify knows no order ${id}.`;
  return new StepError({ kind: 'refused', category: 'business', code: 'shopify-order-unknown', message });
}
