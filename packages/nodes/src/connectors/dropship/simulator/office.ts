import { isObject, type JsonValue, json, type Reply } from '../../../simulators/kit/exchange.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import type { Clock } from '../../../simulators/kit/simulator.ts';
import type { createDropshipFaults } from './faults.ts';
import { failed, notFound } from './replies.ts';
import type { SupplierStock } from './stock.ts';
import {
  type Answer,
  acknowledged,
  NewOrder,
  openItems,
  orderOf,
  type Shipment,
  type SupplierOrder,
  shipped,
} from './supplier-order.ts';

const DAY_MS = 86_400_000;
const USUAL_TRANSACTION_MS = 200;

interface Transaction {
  readonly transactionId: string;
  /** When it is known whether the message was in order, epoch milliseconds. */
  readonly readyAt: number;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly details: string }[];
}

export interface OfficeSettings {
  readonly clock: Clock;
  /** As the supplier writes it down. */
  readonly now: () => string;
  readonly ids: Random;
  readonly draws: Random;
  readonly faults: ReturnType<typeof createDropshipFaults>;
  readonly stock: SupplierStock;
  readonly keep: number;
  onAcknowledged(order: SupplierOrder): void;
  onShipped(order: SupplierOrder, shipment: Shipment): void;
}

/** The purchase orders of the supplier. The same number is taken as often as it is sent, as by most suppliers. */
export interface Office {
  /** 202 with a transaction; what is wrong with an order is found later. */
  place(body: JsonValue | undefined): { readonly reply: Reply; readonly placed: readonly string[] };
  transaction(id: string): Reply;
  /** The newest of a number. */
  find(number: string): SupplierOrder | undefined;
  list(query: URLSearchParams): Reply;
  cancel(number: string): Reply;
  /** Says something of every item; `undefined` for a number that is not known, or an order that is over. */
  acknowledge(number: string, answers: readonly Answer[]): Reply | undefined;
  ship(number: string, items: readonly string[] | undefined): Reply | undefined;
  /** Items that leave in time. */
  promptItems(number: string): readonly string[];
  orders(): readonly SupplierOrder[];
  transactions(): readonly Transaction[];
}

export function createOffice(settings: OfficeSettings): Office {
  const { clock, ids, draws, faults, stock } = settings;
  // By transaction: two orders under one number are two orders.
  const orders = keepLast<string, SupplierOrder>(settings.keep);
  const transactions = keepLast<string, Transaction>(settings.keep);
  const find = (number: string): SupplierOrder | undefined =>
    orders.values().findLast(({ purchaseOrderNumber }) => purchaseOrderNumber === number);
  const put = (order: SupplierOrder): void => orders.set(order.transactionId, order);
  const isOver = ({ orderDetails: { orderStatus } }: SupplierOrder): boolean =>
    orderStatus === 'CANCELLED' || orderStatus === 'REJECTED';

  const drawAnswers = (order: SupplierOrder, told: readonly Answer[]): readonly Answer[] => {
    const { delayLine = 0, rejectLine = 0 } = faults.current();
    const drawn = order.orderDetails.items.flatMap(({ itemSequenceNumber: item, acknowledgement }): Answer[] => {
      if (acknowledgement || told.some((one) => one.item === item)) return [];
      if (draws.chance(rejectLine)) return [{ item, code: 'Rejected' }];
      if (!draws.chance(delayLine)) return [];
      return [{ item, code: 'Backordered', shipDate: new Date(clock() + 7 * DAY_MS).toISOString() }];
    });
    return [...told, ...drawn];
  };

  return {
    find,
    place: (body) => {
      const given = isObject(body) && Array.isArray(body.orders) ? (body.orders as readonly JsonValue[]) : [];
      const read = given.map((one) => NewOrder.safeParse(one));
      const wrong = read.find(({ success }) => !success)?.error?.issues[0];
      if (given.length === 0 || wrong) {
        const where = wrong?.path.join('.') ?? 'orders';
        const message = `The content of element '${where}' is not complete.`;
        return { reply: failed(400, 'InvalidInput', message, wrong?.message ?? ''), placed: [] };
      }
      const placed = read.flatMap(({ data }) => (data ? [data] : []));
      const transactionId = `${settings.now().replace(/\D/g, '').slice(0, 14)}-${ids.uuid()}`;
      const { failTransaction = 0, transactionMs = USUAL_TRANSACTION_MS } = faults.current();
      const isWrong = draws.chance(failTransaction);
      transactions.set(transactionId, {
        transactionId,
        readyAt: clock() + transactionMs,
        errors: isWrong ? [{ code: 'InvalidInput', message: 'Invalid shipToParty.', details: '' }] : [],
      });
      placed.forEach((order, at) => {
        const made = orderOf(order, at === 0 ? transactionId : `${transactionId}/${at}`);
        const { reservationReference } = order.orderDetails;
        if (!isWrong && reservationReference !== undefined) stock.end(reservationReference, 'USED');
        put(isWrong ? { ...made, orderDetails: { ...made.orderDetails, orderStatus: 'REJECTED' } } : made);
      });
      return {
        reply: json(202, { payload: { transactionId } }),
        placed: isWrong ? [] : placed.map(({ purchaseOrderNumber }) => purchaseOrderNumber),
      };
    },
    transaction: (id) => {
      const known = transactions.get(id);
      if (!known) return notFound();
      const { transactionId, readyAt, errors } = known;
      const status = clock() < readyAt ? 'Processing' : errors.length > 0 ? 'Failure' : 'Success';
      const shown = { transactionId, status, ...(status === 'Failure' && { errors }) };
      return json(200, { payload: { transactionStatus: shown } });
    },
    list: (query) => {
      const limit = Math.min(100, Math.max(1, Number(query.get('limit') ?? '100') || 100));
      const from = Number(query.get('nextToken') ?? '0') || 0;
      const all = orders.values();
      const more = from + limit < all.length;
      const pagination = more ? { nextToken: String(from + limit) } : {};
      return json(200, { payload: { pagination, orders: all.slice(from, from + limit) } });
    },
    cancel: (number) => {
      const order = find(number);
      if (!order) return notFound();
      if (order.shipments.length > 0) {
        return failed(409, 'InvalidRequest', `Purchase order ${number} has been shipped.`);
      }
      put({ ...order, orderDetails: { ...order.orderDetails, orderStatus: 'CANCELLED' } });
      return json(202, { payload: { transactionId: order.transactionId } });
    },
    acknowledge: (number, answers) => {
      const order = find(number);
      if (!order || isOver(order)) return undefined;
      const after = acknowledged(order, drawAnswers(order, answers));
      put(after);
      settings.onAcknowledged(after);
      return json(200, after);
    },
    ship: (number, items) => {
      const order = find(number);
      if (!order || isOver(order)) return undefined;
      const trackingNumber = `DS${ids.int(1_000_000_000, 9_999_999_999)}`;
      const parcel = { trackingNumber, carrier: 'DPD', shippedDate: settings.now() };
      const left = shipped(order, items, parcel);
      if (!left) return undefined;
      put(left.order);
      settings.onShipped(left.order, left.shipment);
      return json(200, left.order);
    },
    promptItems: (number) => {
      const order = find(number);
      if (!order) return [];
      return openItems(order)
        .filter(({ acknowledgement }) => acknowledgement?.acknowledgementCode === 'Accepted')
        .map(({ itemSequenceNumber }) => itemSequenceNumber);
    },
    orders: () => orders.values(),
    transactions: () => transactions.values(),
  };
}
