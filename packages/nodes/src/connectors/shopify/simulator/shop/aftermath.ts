import type { Timers } from '../../../../simulators/kit/clock.ts';
import { isObject } from '../../../../simulators/kit/exchange.ts';
import type { Random } from '../../../../simulators/kit/random.ts';
import type { Mishap } from '../order/mishap.ts';
import type { ShopifyOrder } from '../order/order.ts';
import { domainOf, type Shop, shopTime } from './shop.ts';

/** Milliseconds after the order at which somebody changes it, by the clock of the shop. */
const [SOONEST_MS, LATEST_MS] = [1_000, 15_000];

/** Lets happen to an order what its mishap says: an edit or a cancellation some seconds later, with their webhooks. */
export function createAftermath({ shop, timers, draws }: { shop: Shop; timers: Timers; draws: Random }) {
  return (id: number, mishap: Mishap | undefined): void => {
    if (mishap !== 'edited' && mishap !== 'cancelled' && mishap !== 'old-payload') return;
    timers.later(draws.int(SOONEST_MS, LATEST_MS), () => {
      const order = shop.book.order(id);
      // Forgotten, or somebody was faster.
      if (!order || typeof order.cancelled_at === 'string') return;
      if (mishap === 'cancelled') cancel(shop, order);
      else edit(shop, order, mishap === 'old-payload');
    });
  };
}

/** @param late whether the webhook of the state before arrives once more, after that of the edit */
function edit(shop: Shop, order: ShopifyOrder, late: boolean): void {
  const lines = Array.isArray(order.line_items) ? order.line_items : [];
  const edited = {
    ...order,
    note: 'Edited after the order: one piece less, ring twice.',
    updated_at: shopTime(shop, order),
    line_items: lines.map((line, at) =>
      at === 0 && isObject(line) && Number(line.quantity) > 1
        ? { ...line, current_quantity: Number(line.quantity) - 1, fulfillable_quantity: Number(line.quantity) - 1 }
        : line,
    ),
  };
  const about = { orderId: order.id, shopDomain: domainOf(order) };
  shop.book.save(edited, shop.book.detail(order));
  shop.tell('orders/updated', about, edited);
  if (late) shop.tell('orders/updated', about, order);
}

function cancel(shop: Shop, order: ShopifyOrder): void {
  const at = shopTime(shop, order);
  const cancelled = { ...order, cancelled_at: at, cancel_reason: 'customer', updated_at: at };
  const about = { orderId: order.id, shopDomain: domainOf(order) };
  shop.book.save(cancelled, shop.book.detail(order));
  shop.tell('orders/cancelled', about, cancelled);
  shop.tell('orders/updated', about, cancelled);
}
