import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { confirmation } from '../../formats/edi/x12/samples.ts';
import { layOut } from '../layout.ts';
import { CONFIRMED_TOPIC } from '../supplier-acknowledgements.ts';
import { ACKNOWLEDGED_TOPIC } from './purchase-order.ts';
import { ANSWERED, fileWith, PUT, x12FileEdges, x12FileNodes } from './x12-files.ts';

export const SHIPPED_TOPIC = 'order.line-shipped';
/** What left with a shipment of the supplier, by order. */
export const PARCEL_TOPIC = 'supplier.shipped';
export const INVOICED_TOPIC = 'supplier.invoiced';
export const SUPPLIER_STOCK_TOPIC = 'supplier.stock';

const FACTS = `type Fact = { topic: string; key: string; id: string; payload: unknown };
type ShippedLine = { order: string; line: string; sku: string | null; quantity: number; tracking: string | null };
type Read = {
  interchanges: { sender: string }[];
  transactions?: { set: string; data: any }[];
  acknowledged: { about: string; set?: string; groupControlNumber?: string; status: string; reasons: string[] }[];
};

const idOf = (products: { id?: string }[] | undefined) => products?.[0]?.id ?? null;

/** 855: what becomes of each line. The same said again, in whatever file, is the same fact. */
function confirmed(data: any): Fact[] {
  const order = data.acknowledgement.purchaseOrder;
  return (data.lines ?? []).flatMap((line: any) =>
    (line.acknowledgements ?? []).map((said: any) => ({
      topic: '${CONFIRMED_TOPIC}',
      key: order,
      id: [order, line.line, said.status, said.quantity, said.date].join(':'),
      payload: {
        order, line: line.line, sku: idOf(line.products), ordered: line.quantity ?? null,
        status: said.statusMeaning ?? said.status, quantity: said.quantity ?? null, expected: said.date ?? null,
      },
    })),
  );
}

/** 856: what is on its way, line by line, and what is in the parcel of an order. */
function shipped(data: any): Fact[] {
  const facts: Fact[] = [];
  const go = (level: any, order: string, tracking: string | null) => {
    const here = level.order?.purchaseOrder ?? order;
    const carried = level.references?.find((each: any) => each.qualifier === 'CN')?.value ?? tracking;
    if (level.item) {
      const line = level.item.line ?? level.product?.line;
      facts.push({
        topic: '${SHIPPED_TOPIC}', key: here, id: [data.notice.shipment, line].join(':'),
        payload: { order: here, shipment: data.notice.shipment, line, sku: idOf(level.product?.products), quantity: level.item.quantity, tracking: carried },
      });
    }
    for (const child of level.children ?? []) go(child, here, carried);
  };
  for (const level of data.levels ?? []) go(level, '', null);
  const { shipment } = data.notice;
  const carrier = (data.levels ?? []).find((level: any) => level.carriers?.length > 0)?.carriers[0].carrier ?? '';
  const lines = facts.map(({ payload }) => payload as ShippedLine);
  const parcels = [...new Set(lines.map(({ order }) => order))].map((order): Fact => {
    const own = lines.filter((line) => line.order === order);
    return {
      topic: '${PARCEL_TOPIC}', key: order, id: [shipment, order].join(':'),
      payload: { order, shipment, tracking: own[0].tracking, carrier, lines: own.map(({ line, sku, quantity }) => ({ line, sku, quantity })) },
    };
  });
  return [...facts, ...parcels];
}

function invoiced(data: any): Fact[] {
  const { invoice, purchaseOrder, date } = data.invoice;
  return [{ topic: '${INVOICED_TOPIC}', key: purchaseOrder, id: invoice, payload: { invoice, order: purchaseOrder, date, total: data.total.total } }];
}

function stocked(data: any): Fact[] {
  const { reference, date } = data.advice;
  return (data.lines ?? []).map((line: any) => {
    const sku = idOf(line.products);
    const available = line.quantities?.find((each: any) => each.qualifier === '33')?.quantity ?? 0;
    return { topic: '${SUPPLIER_STOCK_TOPIC}', key: sku, id: [reference, sku].join(':'), payload: { sku, available, date } };
  });
}

const READERS: Record<string, (data: any) => Fact[]> = { '855': confirmed, '856': shipped, '810': invoiced, '846': stocked };

export default function map(input: unknown, ctx: { steps: { parse: Read } }) {
  const { interchanges, transactions = [], acknowledged } = ctx.steps.parse;
  const sender = interchanges[0]?.sender ?? '';
  const answers = acknowledged
    .filter(({ about }) => about === 'transaction')
    .map(({ set, groupControlNumber, status, reasons }): Fact => ({
      topic: '${ACKNOWLEDGED_TOPIC}',
      key: sender + '/' + Number(groupControlNumber),
      id: [groupControlNumber, set, status].join(':'),
      payload: { set, status, reasons },
    }));
  return { facts: [...transactions.flatMap(({ set, data }) => READERS[set]?.(data) ?? []), ...answers] };
}
`;

/** Everything the drop-ship supplier sends over SFTP: confirmations, ship notices, invoices, stock, and its 997s. */
export const supplierFiles: Flow = {
  format: FLOW_FORMAT,
  id: 'supplier-files',
  name: 'Files of the supplier (X12)',
  nodes: [...x12FileNodes({ partner: 'SUPPLIER', from: 'supplier/out', to: 'supplier/orders', facts: FACTS })],
  edges: [...x12FileEdges],
  layout: {
    nodes: layOut([
      ['file', 'parse', 'known', 'number', 'acknowledge', 'reply', 'good', 'once', 'facts', 'each', 'done'],
      ['', '', '', '', '', '', '', 'refused', 'again', '', 'tell'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Picks up the X12 files of the drop-ship supplier (855, 856, 810, 846, 997), acknowledges each, and tells every line that is confirmed, shipped or invoiced once.',
    owner: 'Purchasing',
  },
  tests: [
    {
      id: 'two-lines',
      name: 'An 855: one line is confirmed, one backordered',
      node: 'file',
      message: fileWith('855-000000101.x12', confirmation()),
      replies: { reply: [PUT] },
      expect: {
        path: [...ANSWERED, 'once', 'facts', 'each', 'done'],
        outputs: { acknowledge: { status: 'accepted', receiver: 'SUPPLIER', controlNumber: '000000001' } },
        published: [
          {
            topic: CONFIRMED_TOPIC,
            key: 'PO-1042',
            payload: {
              order: 'PO-1042',
              line: '1',
              sku: 'MUG-BLUE',
              ordered: 2,
              status: 'Accepted',
              quantity: 2,
              expected: '2026-11-28',
            },
          },
          {
            topic: CONFIRMED_TOPIC,
            key: 'PO-1042',
            payload: {
              order: 'PO-1042',
              line: '2',
              sku: 'CAP-RED',
              ordered: 1,
              status: 'Backordered',
              quantity: 1,
              expected: '2026-12-04',
            },
          },
        ],
      },
    },
    {
      id: 'wrong-count',
      name: 'SE01 is wrong: refused with a 997, and a person sees it',
      node: 'file',
      message: fileWith('855-000000102.x12', confirmation().replace('SE*9', 'SE*8')),
      replies: { reply: [PUT] },
      expect: {
        status: 'exception',
        path: [...ANSWERED, 'refused'],
        outputs: { acknowledge: { status: 'rejected' } },
        exception: { node: 'refused', code: 'x12-refused' },
      },
    },
    {
      id: 'stranger',
      name: 'It is from somebody else: not answered, and a person sees it',
      node: 'file',
      message: fileWith('855-000000103.x12', confirmation().replaceAll(/SUPPLIER( *)\*/g, 'STRANGER$1*')),
      expect: {
        status: 'exception',
        path: ['parse', 'known', 'refused'],
        exception: { node: 'refused', code: 'x12-refused' },
      },
    },
    {
      id: 'again',
      name: 'The same interchange comes in another file: told once',
      node: 'file',
      message: fileWith('855-000000101-again.x12', confirmation()),
      replies: { reply: [PUT], once: [{ port: 'stale', value: { key: 'k', value: {}, version: 1 } }] },
      expect: { path: [...ANSWERED, 'once', 'again'], published: [] },
    },
  ],
};
