import type { JsonObject } from '../../../../simulators/kit/exchange.ts';
import { keepLast } from '../../../../simulators/kit/kept.ts';
import { listOf, numberOf, textOf } from './interchange.ts';
import { createMailroom, type Mailroom, type MailroomSettings, type MailroomState } from './mailroom.ts';

export interface SupplierLine {
  readonly line: string;
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: number;
  /** What was said of it in the 855. */
  readonly status: 'accepted' | 'backordered' | 'rejected';
  readonly expected: string;
}

export interface SupplierOrder {
  readonly purchaseOrder: string;
  readonly lines: readonly SupplierLine[];
  /** Times it was ordered: more than once is a mistake of ours. */
  readonly times: number;
}

export interface Supplier {
  readonly take: Mailroom['take'];
  /** Tells its stock, as it does every night. */
  tellStock(customer: string): void;
  state(): MailroomState & {
    readonly orders: readonly SupplierOrder[];
    readonly stock: Readonly<Record<string, number>>;
    readonly orderedTwice: number;
  };
}

export interface SupplierSettings extends Omit<MailroomSettings, 'id' | 'inbox' | 'outbox' | 'onTransaction'> {
  /** Milliseconds between its documents. */
  readonly paceMs: number;
}

const ID = 'SUPPLIER';
const DAY_MS = 86_400_000;
/** What it has; a SKU it does not know is refused, one it has none of is backordered. */
const STOCK: Readonly<Record<string, number>> = {
  'MUG-BLUE': 100_000,
  'MUG-RED': 100_000,
  'CAP-RED': 0,
  'LAMP-OAK': 100_000,
  'CHAIR-ASH': 0,
};

/** A drop-ship supplier by X12: 850 in; 997, 855, 856, 810 and 846 out. */
export function createSupplier({ paceMs, ...settings }: SupplierSettings): Supplier {
  const orders = keepLast<string, SupplierOrder>(5_000);
  const stock = new Map(Object.entries(STOCK));
  let orderedTwice = 0;
  const date = (at: number): string => new Date(at).toISOString().slice(0, 10);

  const mailroom = createMailroom({
    ...settings,
    id: ID,
    inbox: '/supplier/orders',
    outbox: '/supplier/out',
    onTransaction: (set, data, customer) => {
      if (set === '850') order(data, customer);
    },
  });

  function order(data: JsonObject, customer: string): void {
    const purchaseOrder = textOf((data.order as JsonObject | undefined)?.purchaseOrder);
    const known = orders.get(purchaseOrder);
    if (known) {
      // A namesake is not delivered again, but it counts: nobody should have asked twice.
      orderedTwice += 1;
      orders.set(purchaseOrder, { ...known, times: known.times + 1 });
      return;
    }
    const lines = listOf(data.lines).map((line, at) => judge(line, at));
    orders.set(purchaseOrder, { purchaseOrder, lines, times: 1 });
    mailroom.send('855', customer, confirmation(purchaseOrder, lines), paceMs);
    const shipped = lines.filter(({ status }) => status === 'accepted');
    if (shipped.length === 0) return;
    mailroom.send('856', customer, shipNotice(purchaseOrder, shipped), 2 * paceMs);
    mailroom.send('810', customer, invoice(purchaseOrder, shipped), 3 * paceMs);
  }

  function judge(line: JsonObject, at: number): SupplierLine {
    const sku = textOf(listOf(line.products)[0]?.id);
    const quantity = numberOf(line.quantity);
    const have = stock.get(sku);
    const status = have === undefined ? 'rejected' : have >= quantity ? 'accepted' : 'backordered';
    if (status === 'accepted') stock.set(sku, (have ?? 0) - quantity);
    const expected = date(settings.clock() + (status === 'accepted' ? 2 : 8) * DAY_MS);
    const unitPrice = numberOf(line.unitPrice);
    return { line: textOf(line.line) || String(at + 1), sku, quantity, unitPrice, status, expected };
  }

  function confirmation(purchaseOrder: string, lines: readonly SupplierLine[]): JsonObject {
    const changed = lines.some(({ status }) => status !== 'accepted');
    return {
      acknowledgement: { purpose: '00', type: changed ? 'AC' : 'AD', purchaseOrder, date: date(settings.clock()) },
      lines: lines.map(({ line, sku, quantity, unitPrice, status, expected }) => ({
        line,
        quantity,
        unit: 'EA',
        unitPrice,
        products: [{ qualifier: 'VN', id: sku }],
        acknowledgements: [
          status === 'rejected'
            ? { status: 'IR', quantity, unit: 'EA' }
            : {
                status: status === 'accepted' ? 'IA' : 'IB',
                quantity,
                unit: 'EA',
                dateQualifier: '067',
                date: expected,
              },
        ],
      })),
      totals: { lineCount: lines.length },
    };
  }

  function shipNotice(purchaseOrder: string, lines: readonly SupplierLine[]): JsonObject {
    const now = settings.clock();
    const items = lines.map(({ line, sku, quantity }) => ({
      level: 'I',
      product: { line, products: [{ qualifier: 'VN', id: sku }] },
      item: { line, quantity, unit: 'EA' },
    }));
    return {
      notice: {
        purpose: '00',
        shipment: `SH-${purchaseOrder}`.slice(0, 30),
        date: date(now),
        time: new Date(now).toISOString().slice(11, 16),
        structure: '0004',
      },
      levels: [
        {
          level: 'S',
          carriers: [{ idQualifier: '2', carrier: 'UPSN' }],
          references: [{ qualifier: 'CN', value: `1Z${purchaseOrder.replaceAll(/\W/g, '')}`.slice(0, 30) }],
          children: [{ level: 'O', order: { purchaseOrder }, children: items }],
        },
      ],
      totals: { lineCount: items.length + 2 },
    };
  }

  function invoice(purchaseOrder: string, lines: readonly SupplierLine[]): JsonObject {
    const total = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
    return {
      invoice: { date: date(settings.clock()), invoice: `R-${purchaseOrder}`.slice(0, 22), purchaseOrder },
      lines: lines.map(({ line, sku, quantity, unitPrice }) => ({
        line,
        quantity,
        unit: 'EA',
        unitPrice,
        products: [{ qualifier: 'VN', id: sku }],
      })),
      total: { total: Math.round(total * 100) / 100 },
      totals: { lineCount: lines.length },
    };
  }

  return {
    take: mailroom.take,
    tellStock: (customer) => {
      const lines = [...stock].map(([sku, quantity], at) => ({
        line: String(at + 1),
        products: [{ qualifier: 'VN', id: sku }],
        quantities: [{ qualifier: '33', quantity, unit: { code: 'EA' } }],
      }));
      const now = settings.clock();
      const advice = { purpose: '00', reportType: 'SI', reference: `STOCK-${date(now)}`, date: date(now) };
      mailroom.send('846', customer, { advice, lines, totals: { lineCount: lines.length } }, 0);
    },
    state: () => ({
      ...mailroom.state(),
      orders: orders.values(),
      stock: Object.fromEntries(stock),
      orderedTwice,
    }),
  };
}
