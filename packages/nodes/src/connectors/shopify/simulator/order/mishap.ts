import { isObject, type JsonObject } from '../../../../simulators/kit/exchange.ts';
import type { Random } from '../../../../simulators/kit/random.ts';
import { UNLISTED } from '../../../../simulators/vocabulary/articles.ts';
import type { Buyer } from './buyer.ts';
import type { ShopifyOrder } from './order.ts';

/** What is wrong with an order from the beginning. */
const OF_CONTENT = [
  'no-sku',
  'unknown-sku',
  'no-address',
  'bad-address',
  'missing-fields',
  'foreign-currency',
  'huge-order',
  'unicode-name',
] as const;
/** What happens to an order, or to its webhooks, on the way. */
const ON_THE_WAY = ['duplicate', 'retry', 'reordered', 'old-payload', 'edited', 'cancelled'] as const;

/** All that can happen to an order which a flow must notice, one thing an order. */
export const MISHAPS = [...OF_CONTENT, ...ON_THE_WAY] as const;
export type Mishap = (typeof MISHAPS)[number];

/** What makes an order that nobody can ship, whatever the profile. */
export const BROKEN: readonly Mishap[] = ['no-sku', 'no-address'];

/** The buyer with a name that no form expected, where that is what is wrong. */
export function renamed(buyer: Buyer, mishap: Mishap | undefined, random: Random): Buyer {
  if (mishap !== 'unicode-name') return buyer;
  const [first, last] = random.pick(NAMES);
  return { ...buyer, address: { ...buyer.address, first_name: first, last_name: last, name: `${first} ${last}` } };
}

/** An order of which something is missing or wrong; as it is for what happens on the way. */
export function spoilOrder(order: ShopifyOrder, mishap: Mishap | undefined, random: Random): ShopifyOrder {
  switch (mishap) {
    case 'no-sku':
      return withFirstLine(order, { sku: null });
    case 'unknown-sku': {
      const { sku, title } = random.pick(UNLISTED);
      return withFirstLine(order, { sku, title, name: title, product_id: null, variant_id: null, variant_title: null });
    }
    case 'no-address':
      return { ...order, shipping_address: null };
    case 'bad-address': {
      const known = isObject(order.shipping_address) ? order.shipping_address : {};
      return { ...order, shipping_address: { ...known, ...random.pick(BAD_ADDRESSES) } };
    }
    case 'missing-fields': {
      const { [random.pick(NEEDED)]: _left, ...rest } = order;
      return rest as ShopifyOrder;
    }
    default:
      return order;
  }
}

function withFirstLine(order: ShopifyOrder, change: JsonObject): ShopifyOrder {
  const lines = Array.isArray(order.line_items) ? order.line_items : [];
  return {
    ...order,
    line_items: lines.map((line, at) => (at === 0 && isObject(line) ? { ...line, ...change } : line)),
  };
}

/** Every order of Shopify has them; a body cut by an app in between, or a new version of the API, may not. */
const NEEDED = ['line_items', 'name', 'currency', 'total_price'] as const;

const BAD_ADDRESSES: readonly JsonObject[] = [
  { address1: '', city: '', zip: '' },
  { country: 'Atlantis', country_code: 'XX', province: null, province_code: null },
  { address1: '????????', zip: '0', phone: 'n/a' },
  { address1: 'Packstation', address2: 'x'.repeat(300) },
];

const NAMES: readonly (readonly [first: string, last: string])[] = [
  ['王小明', '🐉'],
  ['Zoë\u0301', 'O\u2019Brien\u200f'],
  ['مُحَمَّد', 'الخوارزمي'],
  ['👩‍👩‍👧‍👦', 'Family'],
  ['Robert\u0009"); DROP TABLE', '<b>Tables</b>'],
  ['ﬁona', 'ß'.repeat(80)],
];
