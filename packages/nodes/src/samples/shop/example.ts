import { contracts } from '@lockstep/schema/contracts';
import type { JsonObject } from '@lockstep/schema/run';

const ORDER = (contracts.find(({ name }) => name === 'shopify-order')?.example ?? {}) as JsonObject;

/** An order as the shop prints it. */
export const shopOrderExample = (name: string, more: JsonObject = {}): JsonObject => ({
  ...ORDER,
  id: Number(name.replace(/\D/g, '')),
  name,
  ...more,
});

/** A refund of 12.50 by somebody in the shop's own screens. */
export const SHOP_REFUND: JsonObject = {
  id: 509562969,
  order_id: 450789469,
  created_at: '2026-11-24T10:00:00+01:00',
  note: 'Scratched, kept at a discount',
  refund_line_items: [
    {
      id: 1,
      line_item_id: 466157049,
      quantity: 1,
      subtotal: 12.5,
      total_tax: 0,
      line_item: { id: 466157049, sku: 'MUG-BLUE' },
    },
  ],
  transactions: [{ id: 1, kind: 'refund', status: 'success', amount: '12.50', currency: 'EUR' }],
};
