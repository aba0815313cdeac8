import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { nextNumber, PUT } from './x12-files.ts';

/** Purchase orders that are to go to the drop-ship supplier. */
export const PURCHASE_TOPIC = 'purchase.requested';
/** What partners say of interchanges we sent, by the control number we gave them: `SUPPLIER/17`. */
export const ACKNOWLEDGED_TOPIC = 'x12.acknowledged';

const HOUR_MS = 3_600_000;

const ORDER = {
  purchaseOrder: 'PO-1042',
  date: '2026-11-27',
  shipTo: { name: 'Ada Byron', street: 'Torstrasse 1', city: 'Berlin', postalCode: '10119', country: 'DE' },
  lines: [
    { line: '1', sku: 'MUG-BLUE', quantity: 2, unitPrice: 12.5 },
    { line: '2', sku: 'CAP-RED', quantity: 1, unitPrice: 8 },
  ],
};

const DOCUMENT = `={
  order: { purpose: '00', type: 'DS', purchaseOrder: steps.asked.payload.purchaseOrder, date: steps.asked.payload.date },
  parties: [{
    entity: 'ST', name: steps.asked.payload.shipTo.name,
    addressLines: [{ line1: steps.asked.payload.shipTo.street }],
    location: { city: steps.asked.payload.shipTo.city, postalCode: steps.asked.payload.shipTo.postalCode, country: steps.asked.payload.shipTo.country }
  }],
  lines: steps.asked.payload.lines.map((line) => ({
    line: line.line, quantity: line.quantity, unit: 'EA', unitPrice: line.unitPrice, products: [{ qualifier: 'VN', id: line.sku }]
  })),
  totals: { lineCount: steps.asked.payload.lines.length }
}`;

/** A purchase order goes to the drop-ship supplier as an 850 over SFTP, and its 997 is waited for. */
export const purchaseOrder: Flow = {
  format: FLOW_FORMAT,
  id: 'purchase-order-x12',
  name: 'Purchase order to the supplier (X12)',
  nodes: [
    {
      id: 'asked',
      type: 'on-event',
      version: 1,
      name: 'Goods are to be ordered',
      params: { topic: PURCHASE_TOPIC, start: 'beginning', businessKey: '=input.key' },
      policy: {},
    },
    nextNumber('number', 'Next number for the supplier', 'SUPPLIER', '=input.payload.purchaseOrder'),
    {
      id: 'write',
      type: 'write-x12',
      version: 1,
      name: 'Write the 850',
      params: {
        document: DOCUMENT,
        set: '850',
        sender: 'RETAILER',
        receiver: 'SUPPLIER',
        controlNumber: '=input.version',
        separatorsInText: 'blank',
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
        path: "='supplier/orders/850-' + String(steps.number.version).padStart(9, '0') + '.x12'",
        content: '=input',
      },
      policy: {},
    },
    {
      id: 'answered',
      type: 'wait-for-event',
      version: 1,
      name: 'Its 997',
      params: {
        topic: ACKNOWLEDGED_TOPIC,
        key: "='SUPPLIER/' + steps.number.version",
        from: 'run',
        timeoutMs: 4 * HOUR_MS,
      },
      policy: { slaMs: HOUR_MS },
    },
    {
      id: 'taken',
      type: 'filter',
      version: 1,
      name: 'Did they take it?',
      params: {
        when: "=input.payload.status !== 'rejected'",
        reason: "='The supplier refuses the 850: ' + (input.payload.reasons.join(', ') || 'no reason given')",
      },
      policy: {},
    },
    {
      id: 'done',
      type: 'log',
      version: 1,
      name: 'Ordered',
      params: { level: 'info', message: "=steps.asked.key + ' was taken by the supplier'" },
      policy: {},
    },
    {
      id: 'refused',
      type: 'fail',
      version: 1,
      name: 'Refused',
      params: { kind: 'refused', code: 'supplier-refused', message: '=input.reason' },
      policy: {},
    },
    {
      id: 'silent',
      type: 'fail',
      version: 1,
      name: 'No 997 in four hours',
      params: {
        kind: 'refused',
        code: 'supplier-silent',
        message: "='The supplier said nothing about ' + steps.asked.key + ' in four hours.'",
      },
      policy: {},
    },
  ],
  edges: [
    { from: 'asked', port: 'out', to: 'number' },
    { from: 'number', port: 'kept', to: 'write' },
    { from: 'write', port: 'out', to: 'put' },
    { from: 'put', port: 'out', to: 'answered' },
    { from: 'answered', port: 'received', to: 'taken' },
    { from: 'answered', port: 'timeout', to: 'silent' },
    { from: 'taken', port: 'pass', to: 'done' },
    { from: 'taken', port: 'rejected', to: 'refused' },
  ],
  layout: {
    nodes: layOut([
      ['asked', 'number', 'write', 'put', 'answered', 'taken', 'done'],
      ['', '', '', '', '', 'silent', 'refused'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Writes a purchase order as an X12 850, puts it into the folder of the drop-ship supplier, and waits for its 997. A refusal and a silence are seen by a person.',
    owner: 'Purchasing',
  },
  tests: [
    {
      id: 'taken',
      name: 'The supplier takes it',
      node: 'asked',
      message: {
        topic: PURCHASE_TOPIC,
        key: 'PO-1042',
        eventId: 'po-1',
        offset: 1,
        payload: ORDER,
        receivedAt: '2026-11-27T09:00:00.000Z',
      },
      replies: { put: [PUT] },
      arrivals: [
        {
          afterMs: 60_000,
          event: { topic: ACKNOWLEDGED_TOPIC, key: 'SUPPLIER/1', payload: { status: 'accepted', reasons: [] } },
        },
      ],
      expect: { path: ['number', 'write', 'put', 'answered', 'taken', 'done'] },
    },
    {
      id: 'refused',
      name: 'The supplier refuses it',
      node: 'asked',
      message: {
        topic: PURCHASE_TOPIC,
        key: 'PO-1042',
        eventId: 'po-1',
        offset: 1,
        payload: ORDER,
        receivedAt: '2026-11-27T09:00:00.000Z',
      },
      replies: { put: [PUT] },
      arrivals: [
        {
          afterMs: 60_000,
          event: {
            topic: ACKNOWLEDGED_TOPIC,
            key: 'SUPPLIER/1',
            payload: { status: 'rejected', reasons: ['Transaction set not supported'] },
          },
        },
      ],
      expect: {
        status: 'exception',
        path: ['number', 'write', 'put', 'answered', 'taken', 'refused'],
        exception: { node: 'refused', code: 'supplier-refused' },
      },
    },
  ],
};
