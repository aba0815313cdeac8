import type { JsonObject } from '../../../../simulators/kit/exchange.ts';
import { keepLast } from '../../../../simulators/kit/kept.ts';
import { listOf, numberOf, textOf } from './interchange.ts';
import { createMailroom, type Mailroom, type MailroomSettings, type MailroomState } from './mailroom.ts';

export interface PickedLine {
  readonly sku: string;
  readonly ordered: number;
  readonly shipped: number;
}

export interface WarehouseOrder {
  readonly order: string;
  readonly lines: readonly PickedLine[];
  readonly times: number;
}

export interface WarehouseSettings extends Omit<MailroomSettings, 'id' | 'inbox' | 'outbox' | 'onTransaction'> {
  readonly paceMs: number;
  /** Share of lines of which one piece is missing on the shelf. */
  readonly shortPick: () => number;
}

/** A warehouse by X12: shipping orders (940) in; 997 and shipping advice (945) out. */
export function createWarehouse({ paceMs, shortPick, ...settings }: WarehouseSettings): {
  readonly take: Mailroom['take'];
  state(): MailroomState & { readonly orders: readonly WarehouseOrder[]; readonly orderedTwice: number };
} {
  const orders = keepLast<string, WarehouseOrder>(5_000);
  let orderedTwice = 0;
  const mailroom = createMailroom({
    ...settings,
    id: 'WAREHOUSE',
    inbox: '/warehouse/orders',
    outbox: '/warehouse/out',
    onTransaction: (set, data, customer) => {
      if (set === '940') ship(data, customer);
    },
  });

  function ship(data: JsonObject, customer: string): void {
    const order = textOf((data.order as JsonObject | undefined)?.order);
    const known = orders.get(order);
    if (known) {
      orderedTwice += 1;
      orders.set(order, { ...known, times: known.times + 1 });
      return;
    }
    const lines = listOf(data.groups)
      .flatMap((group) => listOf(group.lines))
      .map((line): PickedLine => {
        const ordered = numberOf(line.quantity);
        const missing = settings.draws.chance(shortPick()) ? Math.min(1, ordered) : 0;
        return { sku: textOf(listOf(line.products)[0]?.id), ordered, shipped: ordered - missing };
      });
    orders.set(order, { order, lines, times: 1 });
    mailroom.send('945', customer, advice(order, lines), paceMs);
  }

  function advice(order: string, lines: readonly PickedLine[]): JsonObject {
    const date = new Date(settings.clock()).toISOString().slice(0, 10);
    return {
      advice: { reporting: 'F', order, date, shipment: `WH-${order}`.slice(0, 30) },
      references: [{ qualifier: 'CN', value: `1Z${order.replaceAll(/\W/g, '')}`.slice(0, 30) }],
      carrier: { method: 'U', carrier: 'UPSN' },
      groups: [
        {
          number: 1,
          lines: lines.map(({ sku, ordered, shipped }) => ({
            status: shipped === ordered ? 'CC' : 'CP',
            ordered,
            shipped,
            difference: ordered - shipped,
            unit: 'EA',
            productQualifier: 'SK',
            product: sku,
          })),
        },
      ],
      totals: { units: lines.reduce((sum, { shipped }) => sum + shipped, 0) },
    };
  }

  return { take: mailroom.take, state: () => ({ ...mailroom.state(), orders: orders.values(), orderedTwice }) };
}
