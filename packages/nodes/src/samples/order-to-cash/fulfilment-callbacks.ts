import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { fromSupplier, fromWarehouse } from './callback-words.ts';
import { step } from './step.ts';
import { ORDERS, SOURCED, TOLD } from './topics.ts';

const WEEK_MS = 7 * 86_400_000;
const KNOWN: Json = { key: '#1001', value: { reference: '#1001' }, version: 1, updatedAt: '2026-11-20T10:00:00Z' };

const SHIPPED: Json = {
  id: 'evt_1',
  type: 'shipment.shipped',
  occurredAt: '2026-11-21T10:00:00Z',
  shipment: {
    id: 'sh_1',
    orderRef: '#1001/BER-1',
    status: 'partially_shipped',
    lines: [{ sku: 'MUG-BLUE', quantity: 2, picked: 1, short: 1, shipped: 1 }],
    packages: [{ trackingNumber: 'WM1', carrier: 'DHL', lines: [{ sku: 'MUG-BLUE', quantity: 1 }] }],
  },
};

const LATE: Json = {
  notificationId: 'n-1',
  notificationType: 'ORDER_ACKNOWLEDGEMENT',
  eventTime: '2026-11-21T10:00:00Z',
  payload: {
    orderAcknowledgements: [
      {
        purchaseOrderNumber: '#1001/LUMEN',
        acknowledgementDate: '2026-11-21T09:59:00Z',
        itemAcknowledgements: [
          {
            itemSequenceNumber: '00001',
            vendorProductIdentifier: 'LAMP-OAK',
            acknowledgementCode: 'Backordered',
            scheduledShipDate: '2026-12-04T00:00:00Z',
          },
        ],
      },
    ],
  },
};

/** What warehouses and suppliers tell, in one set of words. A callback for an order nobody knows yet waits for that order. */
export const fulfilmentCallbacks: Flow = {
  format: FLOW_FORMAT,
  id: 'fulfilment-callbacks',
  name: 'Fulfilment callbacks',
  nodes: [
    step(['warehouse', 'webhook', 'The warehouse tells'], {
      path: 'wms/shipments',
      verify: { scheme: 'standard-webhooks', connection: 'wms' },
      businessKey: '=input.shipment.orderRef',
      sourceTime: '=input.occurredAt',
    }),
    step(['from-warehouse', 'map', "The warehouse's words"], { script: fromWarehouse }),
    step(['supplier', 'webhook', 'The supplier tells'], {
      path: 'dropship/notifications',
      verify: { scheme: 'hmac', connection: 'dropship', header: 'X-Dropship-Signature' },
      dedupe: '=input.notificationId',
      businessKey:
        '=(input.payload.orderAcknowledgements ?? input.payload.shipmentConfirmations)?.[0]?.purchaseOrderNumber',
    }),
    step(['from-supplier', 'map', "The supplier's words"], { script: fromSupplier }),
    step(['facts', 'log', 'What it says'], {
      level: 'info',
      message: "=input.name + ': ' + (input.facts.map(({ kind }) => kind).join(', ') || 'nothing new')",
    }),
    step(['says-something', 'filter', 'Does it say anything?'], {
      when: '=input.facts.length > 0',
      reason: "=input.name + ' goes its way; nothing that anybody must do.'",
    }),
    step(['known', 'read-value', 'Is the order known?'], { collection: ORDERS, key: '=input.order' }),
    step(['parked', 'wait-for-event', 'Wait for the order'], {
      topic: SOURCED,
      key: '=steps.facts.order',
      timeoutMs: WEEK_MS,
    }),
    step(['stranger', 'fail', 'Nobody knows it'], {
      code: 'order-unknown',
      message: "='Nobody here sent ' + steps.facts.name + ', of which we were told a week ago.'",
      details: '=steps.facts.facts',
    }),
    step(['each', 'for-each', 'Each fact'], { items: '=steps.facts.facts' }),
    step(
      ['tell', 'send-event', 'Tell who follows the group'],
      { topic: TOLD, key: '=steps.facts.name', eventId: '=input.id', payload: '=input' },
      { scope: 'each' },
    ),
  ],
  edges: [
    { from: 'warehouse', port: 'out', to: 'from-warehouse' },
    { from: 'supplier', port: 'out', to: 'from-supplier' },
    { from: 'from-warehouse', port: 'out', to: 'facts' },
    { from: 'from-supplier', port: 'out', to: 'facts' },
    { from: 'facts', port: 'out', to: 'says-something' },
    { from: 'says-something', port: 'pass', to: 'known' },
    { from: 'known', port: 'found', to: 'each' },
    { from: 'known', port: 'missing', to: 'parked' },
    { from: 'parked', port: 'received', to: 'each' },
    { from: 'parked', port: 'timeout', to: 'stranger' },
    { from: 'each', port: 'each', to: 'tell' },
  ],
  layout: {
    nodes: layOut([
      ['warehouse', 'from-warehouse', 'facts', 'says-something', 'known', '', 'each', ''],
      ['supplier', 'from-supplier', '', '', '', 'parked', '', 'tell'],
      ['', '', '', '', '', '', 'stranger', ''],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Puts what warehouses and suppliers tell into one set of words, each fact once. What is told of an order nobody knows yet is parked, and goes on when the order appears; after a week it goes to a person.',
    owner: 'Logistics',
  },
  tests: [
    {
      id: 'partial',
      name: 'A parcel has left, and a piece was not found',
      node: 'warehouse',
      message: SHIPPED,
      replies: { known: [{ port: 'found', value: KNOWN }] },
      expect: {
        published: [
          { topic: TOLD, key: '#1001/BER-1', payload: { kind: 'shipped', tracking: 'WM1' } },
          { topic: TOLD, key: '#1001/BER-1', payload: { kind: 'lost', lines: [{ sku: 'MUG-BLUE', quantity: 1 }] } },
        ],
      },
    },
    {
      id: 'late',
      name: 'The supplier is late with a line',
      node: 'supplier',
      message: LATE,
      replies: { known: [{ port: 'found', value: KNOWN }] },
      expect: {
        published: [{ topic: TOLD, key: '#1001/LUMEN', payload: { kind: 'delayed', expectedOn: '2026-12-04' } }],
      },
    },
    {
      id: 'parked',
      name: 'It comes before its order',
      node: 'supplier',
      message: LATE,
      replies: {
        known: [{ port: 'missing', value: null }],
        parked: [{ port: 'received', value: { topic: SOURCED, key: '#1001', payload: { reference: '#1001' } } }],
      },
      expect: {
        path: ['from-supplier', 'facts', 'says-something', 'known', 'parked', 'each'],
        published: [{ topic: TOLD, payload: { kind: 'delayed' } }],
      },
    },
    {
      id: 'stranger',
      name: 'Nobody ever knows the order',
      node: 'supplier',
      message: LATE,
      replies: {
        known: [{ port: 'missing', value: null }],
        parked: [{ port: 'timeout', value: null }],
      },
      expect: { status: 'exception', exception: { code: 'order-unknown' } },
    },
  ],
};
