import { z } from 'zod';

/** An order as it is kept: the bytes that were sent, and what lists are made by. */
export interface OrderRecord {
  readonly id: number;
  /** Position in the order of creation, from 1. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly cancelled: boolean;
  readonly closed: boolean;
  readonly rawBody: Buffer;
}

export type OrderPage =
  | { readonly ok: false; readonly reason: string }
  | {
      readonly ok: true;
      readonly records: readonly OrderRecord[];
      readonly limit: number;
      readonly fields: string | null;
      readonly links: readonly { readonly rel: 'previous' | 'next'; readonly pageInfo: string }[];
    };

const text = z.string().optional();
const Filters = z.strictObject({
  status: text,
  ids: text,
  since_id: text,
  created_at_min: text,
  created_at_max: text,
  fields: text,
});
type Filters = z.infer<typeof Filters>;

/** A place in a filtered list; travels as `page_info`, which callers must not look into. */
const Cursor = z.strictObject({
  filters: Filters,
  /** The page lies beyond (`next`) or ahead of (`previous`) the order with this sequence; the first page where absent. */
  anchor: z.strictObject({ rel: z.enum(['next', 'previous']), sequence: z.int() }).optional(),
});
type Cursor = z.infer<typeof Cursor>;

/**
 * A page of orders: newest first, or by id where `since_id` is asked for. Only `limit` may stand beside `page_info`,
 * as in the real API.
 *
 * @see shopify.dev, "Paginate requests with REST"
 */
export function listOrders(
  orders: readonly OrderRecord[],
  query: URLSearchParams,
  { counting }: { readonly counting: boolean },
): OrderPage {
  const limit = Number(query.get('limit') ?? '50');
  if (!Number.isInteger(limit) || limit < 1 || limit > 250) return bad('limit must be between 1 and 250');
  const pageInfo = query.get('page_info');
  if (pageInfo !== null && [...query.keys()].some((name) => !['page_info', 'limit', 'fields'].includes(name))) {
    return bad('Only limit and fields may be used together with page_info');
  }
  const cursor = pageInfo === null ? { filters: filtersOf(query) } : readCursor(pageInfo);
  if (cursor === undefined) return bad('page_info: Invalid value');
  const { filters, anchor } = cursor;
  const found = orders.filter(matcher(filters));
  if (filters.since_id === undefined) found.reverse();
  const size = counting ? found.length : limit;
  // Anchored to an order and not to a position: orders that arrive between two pages shift nothing.
  const from = anchor === undefined ? 0 : startOf(found, anchor, size, filters.since_id === undefined);
  const records = found.slice(from, from + size);
  const link = (rel: 'previous' | 'next', order: OrderRecord | undefined) =>
    order === undefined ? [] : [{ rel, pageInfo: printCursor({ filters, anchor: { rel, sequence: order.sequence } }) }];
  return {
    ok: true,
    records,
    limit,
    fields: query.get('fields') ?? filters.fields ?? null,
    links: [
      ...(from > 0 ? link('previous', records[0]) : []),
      ...(from + size < found.length ? link('next', records.at(-1)) : []),
    ],
  };
}

function startOf(
  found: readonly OrderRecord[],
  { rel, sequence }: NonNullable<Cursor['anchor']>,
  size: number,
  newestFirst: boolean,
): number {
  const isPast = (order: OrderRecord): boolean => (newestFirst ? order.sequence < sequence : order.sequence > sequence);
  const past = found.findIndex((order) => isPast(order) || (rel === 'previous' && order.sequence === sequence));
  const end = past === -1 ? found.length : past;
  return rel === 'next' ? end : Math.max(0, end - size);
}

function matcher(filters: Filters): (order: OrderRecord) => boolean {
  const { status = 'open', ids, since_id, created_at_min, created_at_max } = filters;
  const wanted = ids === undefined ? undefined : new Set(ids.split(',').map((id) => id.trim()));
  const min = Date.parse(created_at_min ?? '');
  const max = Date.parse(created_at_max ?? '');
  return (order) => {
    if (status === 'open' && (order.cancelled || order.closed)) return false;
    if (status === 'closed' && !order.closed) return false;
    if (status === 'cancelled' && !order.cancelled) return false;
    if (wanted && !wanted.has(String(order.id))) return false;
    if (since_id !== undefined && order.id <= Number(since_id)) return false;
    return !(order.createdAt < min) && !(order.createdAt > max);
  };
}

/** Parameters this list knows; others are ignored, as Shopify does. */
function filtersOf(query: URLSearchParams): Filters {
  const known = Object.keys(Filters.shape).filter((name) => query.has(name));
  return Filters.parse(Object.fromEntries(known.map((name) => [name, query.get(name)])));
}

function printCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(text: string): Cursor | undefined {
  try {
    const parsed = Cursor.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function bad(reason: string): OrderPage {
  return { ok: false, reason };
}
