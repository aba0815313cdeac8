import type { Reply, SimRequest } from '../../../simulators/kit/exchange.ts';
import { gid, objectsAt } from './shop/order-book.ts';
import type { Shop } from './shop/shop.ts';

const PATH = /^\/\d+\/orders\/([0-9a-f]+)(?:\/authenticate)?$/;

/**
 * The page a buyer sees of an order, at the path of its `order_status_url`: its state, when it is expected (metafield
 * `custom.expected_ship_date`), parcels and refunds. `undefined` for any other address.
 */
export function statusPage(shop: Shop, { method, url }: SimRequest): Reply | undefined {
  const token = PATH.exec(url.pathname)?.[1];
  if (token === undefined || (method !== 'GET' && method !== 'HEAD')) return undefined;
  const record = shop.book.records().find(({ rawBody }) => rawBody.includes(token));
  const order = record && shop.book.order(record.id);
  if (!order || order.token !== token) return page(404, '<h1>Order not found</h1>');
  const expected = shop.metafields
    .values()
    .find(
      (one) => one.ownerId === gid('Order', order.id) && `${one.namespace}.${one.key}` === 'custom.expected_ship_date',
    );
  const parcels = objectsAt(order, 'fulfillments').map(
    (one) => `<li>${text(one.tracking_company)} ${text(one.tracking_number)}</li>`,
  );
  const refunds = objectsAt(order, 'refunds')
    .flatMap((one) => objectsAt(one, 'transactions'))
    .map((one) => `<li>${text(one.amount)} ${text(one.currency)} refunded</li>`);
  const lines = objectsAt(order, 'line_items').map(
    (line) => `<li>${text(line.quantity)} × ${text(line.name)}: ${text(line.fulfillment_status ?? 'unfulfilled')}</li>`,
  );
  return page(
    200,
    `<h1>Order ${text(order.name)}</h1>
<p data-state="${text(order.fulfillment_status ?? 'unfulfilled')}">${text(order.fulfillment_status ?? 'unfulfilled')}</p>
${expected ? `<p>Expected to ship: <time datetime="${text(expected.value)}">${text(expected.value)}</time></p>` : ''}
<ul class="lines">${lines.join('')}</ul><ul class="parcels">${parcels.join('')}</ul><ul class="refunds">${refunds.join('')}</ul>`,
  );
}

function page(status: number, body: string): Reply {
  const html = `<!doctype html><html lang="en"><head><title>Order status</title></head><body>${body}</body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: html };
}

function text(value: unknown): string {
  return String(value ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;');
}
