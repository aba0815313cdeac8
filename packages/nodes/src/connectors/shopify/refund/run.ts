import { type RunNode, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { z } from 'zod';
import type { Payment } from '../../kit/payment.ts';
import { askShopify, changeAtShopify, unreadable } from '../client.ts';
import { globalId } from '../params.ts';
import type { refundOrder } from './definition.ts';

const MONEY = 'amountSet { shopMoney { amount currencyCode } }';
const REFUND = `id createdAt transactions(first: 10) { nodes { id status parentTransaction { id } ${MONEY} } }`;

const READ = `query RefundBasis($id: ID!) {
  order(id: $id) {
    name currencyCode
    transactions(first: 10) { id kind status gateway ${MONEY} }
    refunds(first: 100) { id note }
  }
}`;

const READ_REFUND = `query Refund($id: ID!) { refund(id: $id) { ${REFUND} } }`;

const REFUND_CREATE = `mutation Refund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) { refund { ${REFUND} } userErrors { field message } }
}`;

const Money = z.object({ shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }) });

const Refund = z.looseObject({
  id: z.string(),
  createdAt: z.string().nullish(),
  transactions: z.object({
    nodes: z.array(
      z.looseObject({
        id: z.string(),
        status: z.string(),
        amountSet: Money,
        parentTransaction: z.looseObject({ id: z.string() }).nullish(),
      }),
    ),
  }),
});
type Refund = z.infer<typeof Refund>;

const Order = z.looseObject({
  name: z.string(),
  currencyCode: z.string(),
  transactions: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      status: z.string(),
      gateway: z.string().nullish(),
      amountSet: Money,
    }),
  ),
  refunds: z.array(z.looseObject({ id: z.string(), note: z.string().nullish() })),
});
type Order = z.infer<typeof Order>;

export const runRefundOrder: RunNode<typeof refundOrder> = async ({ params }, ctx) => {
  const { connection, reference, amount } = params;
  const id = globalId('Order', params.order);
  const order = await readOrder(ctx, connection, id);
  const known = order.refunds.find(({ note }) => isOurs(note, reference));
  if (known) {
    ctx.log('info', `Refund ${known.id} was there already.`, { reference });
    const { refund } = await askShopify(ctx, connection, {
      query: READ_REFUND,
      variables: { id: known.id },
      write: false,
    });
    return outcome(readRefund(refund, false), order, ctx.now);
  }
  const { payload } = await changeAtShopify(ctx, connection, {
    query: REFUND_CREATE,
    variables: { key: ctx.key, input: { orderId: id, ...wanted(params, order, id, amount) } },
    field: 'refundCreate',
    made: 'refund',
  });
  return outcome(readRefund(payload.refund, true), order, ctx.now);
};

function readRefund(refund: Json | undefined, write: boolean): Refund {
  const read = Refund.safeParse(refund);
  if (read.success) return read.data;
  throw unreadable(write);
}

async function readOrder(ctx: StepContext, connection: string, id: string): Promise<Order> {
  const { order } = await askShopify(ctx, connection, { query: READ, variables: { id }, write: false });
  if (order === null) {
    const message = `Shopify knows no order ${id}.`;
    throw new StepError({ kind: 'refused', category: 'business', code: 'shopify-order-unknown', message });
  }
  const read = Order.safeParse(order);
  if (!read.success) throw unreadable(false);
  return read.data;
}

/** Only a whole reference counts: RMA-10 is not RMA-100. */
function isOurs(note: string | null | undefined, reference: string): boolean {
  return note === reference || (note ?? '').startsWith(`${reference}: `);
}

type Params = Parameters<typeof runRefundOrder>[0]['params'];

function wanted(params: Params, order: Order, orderId: string, amount: string): JsonObject {
  const { reference, note, notify, lines, restockAt } = params;
  return {
    note: note === undefined || note === '' ? reference : `${reference}: ${note}`,
    notify,
    refundLineItems: lines.map(({ lineItem, quantity }): Json => {
      const line = { lineItemId: globalId('LineItem', lineItem), quantity };
      if (restockAt === undefined) return { ...line, restockType: 'NO_RESTOCK' };
      return { ...line, restockType: 'RETURN', locationId: globalId('Location', restockAt) };
    }),
    transactions: spread(order, amount).map(
      ({ id: parentId, gateway, part }): Json => ({ orderId, parentId, gateway, kind: 'REFUND', amount: part }),
    ),
  };
}

/**
 * The payments an amount is given back from, the oldest first, each up to what it took. What was given back since does not
 * count: a repeated attempt must ask for the same, or its key is refused; Shopify itself refuses too much.
 */
function spread(order: Order, amount: string): readonly { id: string; gateway: string; part: string }[] {
  let left = thousandths(amount);
  const parts: { id: string; gateway: string; part: string }[] = [];
  const paid = order.transactions.filter(
    ({ kind, status }) => status === 'SUCCESS' && (kind === 'SALE' || kind === 'CAPTURE'),
  );
  for (const [at, { id, gateway, amountSet }] of paid.entries()) {
    const took = thousandths(amountSet.shopMoney.amount);
    // The last takes the rest, so that too much is for Shopify to refuse and never dropped in silence.
    const part = at === paid.length - 1 || left < took ? left : took;
    if (part > 0n) parts.push({ id, gateway: gateway ?? '', part: printed(part) });
    left -= part;
  }
  if (parts.length > 0) return parts;
  const message =
    thousandths(amount) === 0n
      ? 'The amount is zero.'
      : `Nothing of order ${order.name} is paid: there is nothing to give back.`;
  throw new StepError({ kind: 'refused', category: 'business', code: 'shopify-nothing-paid', message });
}

function thousandths(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(`${whole}${fraction.slice(0, 3).padEnd(3, '0')}`);
}

function printed(amount: bigint): string {
  const digits = String(amount).padStart(4, '0');
  const [whole, fraction] = [digits.slice(0, -3), digits.slice(-3)];
  return `${whole}.${fraction.endsWith('0') ? fraction.slice(0, 2) : fraction}`;
}

function outcome(refund: Refund, order: Order, now: number) {
  const { nodes } = refund.transactions;
  const total = nodes.reduce((sum, { amountSet }) => sum + thousandths(amountSet.shopMoney.amount), 0n);
  const status: Payment['status'] = nodes.some((one) => one.status === 'FAILURE' || one.status === 'ERROR')
    ? 'failed'
    : nodes.every((one) => one.status === 'SUCCESS')
      ? 'succeeded'
      : 'pending';
  const parentId = nodes[0]?.parentTransaction?.id;
  const value: Payment = {
    id: refund.id,
    orderReference: order.name,
    kind: 'refund',
    status,
    amount: { amount: printed(total), currency: order.currencyCode },
    provider: 'shopify',
    ...(parentId !== undefined && { parentId }),
    at: refund.createdAt ?? new Date(now).toISOString(),
    identifiers: [refund.id, ...nodes.map(({ id }) => id)].map((one) => ({ system: 'shopify', value: one })),
  };
  return { port: status === 'failed' ? ('failed' as const) : ('refunded' as const), value };
}
