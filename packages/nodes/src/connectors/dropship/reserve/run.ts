import type { RunNode } from '@lockstep/schema/node';
import { z } from 'zod';
import { openLines } from '../../kit/order-lines.ts';
import { askSupplier, sellingParty, unreadable } from '../client.ts';
import type { reserveAtSupplier } from './definition.ts';

const Quantity = z.looseObject({ amount: z.number() });
const Answer = z.looseObject({
  payload: z.looseObject({
    items: z.array(
      z.looseObject({
        vendorProductIdentifier: z.string(),
        requestedQuantity: Quantity,
        reservedQuantity: Quantity,
      }),
    ),
  }),
});

export const runReserve: RunNode<typeof reserveAtSupplier> = async ({ params }, ctx) => {
  const { connection, reservation } = params;
  const lines = openLines(params.lines).filter(({ shippable }) => shippable);
  if (lines.length === 0) return { port: 'reserved', value: { reservation: null, lines: [] } };
  const { body } = await askSupplier(ctx, connection, {
    method: 'PUT',
    path: `/inventory/v1/reservations/${encodeURIComponent(reservation)}`,
    body: {
      sellingParty: await sellingParty(ctx, connection),
      items: lines.map(({ sku, quantity, unit }) => ({
        vendorProductIdentifier: sku,
        requestedQuantity: { amount: quantity, unitOfMeasure: unit ?? 'EACH' },
      })),
    },
  });
  const answer = Answer.safeParse(body);
  if (!answer.success) throw unreadable(true);
  const reserved = answer.data.payload.items.map(({ vendorProductIdentifier: sku, ...said }) => {
    const [requested, kept] = [said.requestedQuantity.amount, said.reservedQuantity.amount];
    return { sku, requested, reserved: kept, short: requested - kept };
  });
  const isShort = reserved.some(({ short }) => short > 0);
  return { port: isShort ? 'short' : 'reserved', value: { reservation, lines: reserved } };
};
