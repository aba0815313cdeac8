import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { ACKNOWLEDGED_TOPIC } from './purchase-order.ts';
import { ANSWERED, fileWith, nextNumber, PUT, x12FileEdges, x12FileNodes } from './x12-files.ts';

/** Orders the warehouse is to ship, and what it shipped, by order. */
export const SHIP_TOPIC = 'warehouse.ship-requested';
export const ADVISED_TOPIC = 'warehouse.shipped';

const HOUR_MS = 3_600_000;

const ORDER = { order: 'WO-1042', lines: [{ sku: 'MUG-BLUE', quantity: 3 }] };

const DOCUMENT = `={
  order: { status: 'N', order: steps.asked.payload.order },
  groups: [{
    number: 1,
    lines: steps.asked.payload.lines.map((line) => ({ quantity: line.quantity, unit: 'EA', products: [{ qualifier: 'SK', id: line.sku }] }))
  }],
  totals: { ordered: steps.asked.payload.lines.reduce((sum, line) => sum + line.quantity, 0) }
}`;

const FACTS = `type Fact = { topic: string; key: string; id: string; payload: unknown };
type Line = { ordered?: number; shipped?: number; product?: string };

function advised(data: any): Fact {
  const { order, shipment } = data.advice;
  const lines = (data.groups ?? []).flatMap((group: any) => group.lines ?? []).map(({ product, ordered = 0, shipped = 0 }: Line) => ({
    sku: product ?? null, ordered, shipped, short: ordered - shipped,
  }));
  const tracking = data.references?.find(({ qualifier }: { qualifier: string }) => qualifier === 'CN')?.value ?? shipment;
  return {
    topic: '${ADVISED_TOPIC}', key: order, id: shipment ?? order,
    payload: { order, shipment, carrier: data.carrier?.carrier ?? '', tracking, lines, short: lines.reduce((sum: number, { short }: { short: number }) => sum + short, 0) },
  };
}

export default function map(input: unknown, ctx: { steps: { parse: any } }) {
  const { interchanges, transactions = [], acknowledged } = ctx.steps.parse;
  const answers = acknowledged.filter(({ about }: any) => about === 'transaction').map((said: any): Fact => ({
    topic: '${ACKNOWLEDGED_TOPIC}',
    key: (interchanges[0]?.sender ?? '') + '/' + Number(said.groupControlNumber),
    id: [said.groupControlNumber, said.set, said.status].join(':'),
    payload: { set: said.set, status: said.status, reasons: said.reasons },
  }));
  return { facts: [...transactions.filter(({ set }: any) => set === '945').map(({ data }: any) => advised(data)), ...answers] };
}
`;

/** A 945 as the warehouse sends it: three ordered, two shipped. */
const ADVICE = [
  'ISA*00*          *00*          *ZZ*WAREHOUSE      *ZZ*RETAILER       *261127*0930*U*00401*000000031*0*P*>',
  'GS*SW*WAREHOUSE*RETAILER*20261127*0930*31*X*004010',
  'ST*945*0001',
  'W06*F*WO-1042*20261127*WH-WO-1042',
  'N9*CN*1ZWO1042',
  'W27*U*UPSN',
  'LX*1',
  'W12*CP*3*2*1*EA**SK*MUG-BLUE',
  'W03*2',
  'SE*8*0001',
  'GE*1*31',
  'IEA*1*000000031',
]
  .map((segment) => `${segment}~\n`)
  .join('');

/** The warehouse by X12: a 940 goes out, its 945 comes in, and what is short is seen. */
export const warehouseOrders: Flow = {
  format: FLOW_FORMAT,
  id: 'warehouse-x12',
  name: 'Warehouse by X12',
  nodes: [
    {
      id: 'asked',
      type: 'on-event',
      version: 1,
      name: 'An order is to ship',
      params: { topic: SHIP_TOPIC, start: 'beginning', businessKey: '=input.key' },
      policy: {},
    },
    nextNumber('count', 'Next number for the warehouse', 'WAREHOUSE', '=input.payload.order'),
    {
      id: 'write',
      type: 'write-x12',
      version: 1,
      name: 'Write the 940',
      params: {
        document: DOCUMENT,
        set: '940',
        sender: 'RETAILER',
        receiver: 'WAREHOUSE',
        controlNumber: '=input.version',
      },
      policy: {},
    },
    {
      id: 'put',
      type: 'sftp.write-file',
      version: 1,
      name: 'Put it there',
      params: {
        connection: 'sftp',
        path: "='warehouse/orders/940-' + String(steps.count.version).padStart(9, '0') + '.x12'",
        content: '=input',
      },
      policy: {},
    },
    {
      id: 'shipped',
      type: 'wait-for-event',
      version: 1,
      name: 'What it shipped',
      params: { topic: ADVISED_TOPIC, key: '=steps.asked.payload.order', from: 'run', timeoutMs: 24 * HOUR_MS },
      policy: { slaMs: 8 * HOUR_MS },
    },
    {
      id: 'complete',
      type: 'filter',
      version: 1,
      name: 'Is it complete?',
      params: {
        when: '=input.payload.short === 0',
        reason:
          "='Short by ' + input.payload.short + ': ' + input.payload.lines.filter((line) => line.short > 0).map((line) => line.sku).join(', ')",
      },
      policy: {},
    },
    {
      id: 'left',
      type: 'log',
      version: 1,
      name: 'Shipped',
      params: { level: 'info', message: "=steps.asked.key + ' has left the warehouse'" },
      policy: {},
    },
    {
      id: 'short',
      type: 'fail',
      version: 1,
      name: 'Short',
      params: { kind: 'refused', code: 'short-pick', message: '=input.reason' },
      policy: {},
    },
    {
      id: 'silent',
      type: 'fail',
      version: 1,
      name: 'No 945 in a day',
      params: {
        kind: 'refused',
        code: 'warehouse-silent',
        message: "='The warehouse said nothing about ' + steps.asked.key + ' in a day.'",
      },
      policy: {},
    },
    ...x12FileNodes({ partner: 'WAREHOUSE', from: 'warehouse/out', to: 'warehouse/orders', facts: FACTS }),
  ],
  edges: [
    { from: 'asked', port: 'out', to: 'count' },
    { from: 'count', port: 'kept', to: 'write' },
    { from: 'write', port: 'out', to: 'put' },
    { from: 'put', port: 'out', to: 'shipped' },
    { from: 'shipped', port: 'received', to: 'complete' },
    { from: 'shipped', port: 'timeout', to: 'silent' },
    { from: 'complete', port: 'pass', to: 'left' },
    { from: 'complete', port: 'rejected', to: 'short' },
    ...x12FileEdges,
  ],
  layout: {
    nodes: layOut([
      ['asked', 'count', 'write', 'put', 'shipped', 'complete', 'left'],
      ['', '', '', '', '', 'silent', 'short'],
      ['file', 'parse', 'known', 'number', 'acknowledge', 'reply', 'good', 'once', 'facts', 'each', 'done'],
      ['', '', '', '', '', '', '', 'refused', 'again', '', 'tell'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Sends shipping orders (940) to the warehouse over SFTP, reads its shipping advice (945), and shows a person what was short.',
    owner: 'Warehouse',
  },
  tests: [
    {
      id: 'order',
      name: 'An order is shipped whole',
      node: 'asked',
      message: {
        topic: SHIP_TOPIC,
        key: 'WO-1042',
        eventId: 'wo-1',
        offset: 1,
        payload: ORDER,
        receivedAt: '2026-11-27T09:00:00.000Z',
      },
      replies: { put: [PUT] },
      arrivals: [
        {
          afterMs: HOUR_MS,
          event: { topic: ADVISED_TOPIC, key: 'WO-1042', payload: { order: 'WO-1042', lines: [], short: 0 } },
        },
      ],
      expect: { path: ['count', 'write', 'put', 'shipped', 'complete', 'left'] },
    },
    {
      id: 'advice',
      name: 'A 945 with a short pick',
      node: 'file',
      message: fileWith('945-000000031.x12', ADVICE),
      replies: { reply: [PUT] },
      expect: {
        path: [...ANSWERED, 'once', 'facts', 'each', 'done'],
        published: [
          {
            topic: ADVISED_TOPIC,
            key: 'WO-1042',
            payload: {
              order: 'WO-1042',
              shipment: 'WH-WO-1042',
              carrier: 'UPSN',
              tracking: '1ZWO1042',
              lines: [{ sku: 'MUG-BLUE', ordered: 3, shipped: 2, short: 1 }],
              short: 1,
            },
          },
        ],
      },
    },
  ],
};
