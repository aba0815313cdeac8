import type { Flow, FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { ACKNOWLEDGED_TOPIC } from '../partners/purchase-order.ts';
import { RELEASED_TO_PARTNERS } from '../partners/topics.ts';
import { nextNumber, PUT } from '../partners/x12-files.ts';
import { RETRY } from './asked.ts';
import { drawn, step } from './drawn.ts';

const HOUR_MS = 3_600_000;

/** How one partner is told by X12 to send something. */
interface Partner {
  readonly head: Pick<Flow, 'id' | 'name'> & { readonly description: string; readonly owner: string };
  /** What it is called in its interchanges. */
  readonly partner: 'WAREHOUSE' | 'SUPPLIER';
  readonly system: string;
  readonly set: '940' | '850';
  readonly folder: string;
  /** What its numbers begin with, and what kind of document that is. */
  readonly prefix: string;
  readonly document: 'shipment' | 'purchase order';
  /** The transaction, of `steps.called` and of the number in `NUMBER`. */
  readonly content: string;
  /** The promised failure for what it does not take. */
  readonly refused: 'shipment-refused' | 'supplier-refused';
  readonly place: { readonly location: string; readonly locationKind: string };
}

/** Our number of the document, at most 22 letters as X12 has them; references may be longer. */
const NUMBER = 'steps.mine.value.number';

/**
 * Offers to have a partner send by X12: the document goes into its folder once for each reference, and its 997 is waited for. What becomes
 * of it comes in its files.
 */
function releaseByX12({
  head,
  partner,
  system,
  set,
  folder,
  prefix,
  document,
  content,
  refused,
  place,
}: Partner): Flow {
  const { description, owner, ...named } = head;
  const reference = `#1001/${place.location}`;
  const message: Json = {
    ...{ reference, orderReference: '#1001', ...place },
    lines: [{ lineId: '1', sku: 'LAMP-OAK', quantity: 1 }],
    shipTo: { name: 'Jana Müller', street: ['Torstraße 140'], city: 'Berlin', postalCode: '10119', country: 'DE' },
  };
  const answers = (status: string, reasons: readonly string[]) => [
    {
      afterMs: 60_000,
      event: { topic: ACKNOWLEDGED_TOPIC, key: `${partner}/1`, payload: { status, reasons: [...reasons] } },
    },
  ];
  const path = ['number', 'mine', 'named', 'write', 'put', 'answered', 'taken'];
  return drawn(
    {
      ...named,
      settings: { layer: 'system', description, owner, speaksFor: ['fulfilment'] },
      tests: [
        {
          ...{ id: 'taken', name: 'It takes it', node: 'called', message },
          replies: { put: [PUT] },
          arrivals: answers('accepted', []),
          expect: {
            path: [...path, 'give'],
            outputs: { give: { reference, number: `${prefix}1`, document, system, location: place.location } },
          },
        },
        {
          ...{ id: 'again', name: 'Asked again: nothing goes out, and the same is answered', node: 'called', message },
          replies: {
            mine: [
              { port: 'stale', value: { key: reference, value: { number: `${prefix}1`, control: 1 }, version: 1 } },
            ],
          },
          arrivals: answers('accepted', []),
          expect: {
            path: ['number', 'mine', 'answered', 'taken', 'give'],
            outputs: { give: { number: `${prefix}1` } },
          },
        },
        {
          ...{ id: 'refused', name: 'It does not take it', node: 'called', message },
          replies: { put: [PUT] },
          arrivals: answers('rejected', ['Transaction set not supported']),
          expect: { status: 'exception', path: [...path, 'refused'], exception: { code: refused } },
        },
      ],
    },
    [
      step('called', 'callable', 'What is to be sent', { capability: 'release-shipment' }),
      nextNumber('number', 'Next number for the partner', partner, '=input.reference'),
      step('mine', 'keep-value', 'Was it sent before?', {
        collection: 'x12/released',
        key: '=steps.called.reference',
        value: `={ number: '${prefix}' + input.version, control: input.version }`,
        ...{ when: 'unchanged', version: 0 },
      }),
      step('named', 'keep-value', 'Whoever is told of it finds it', {
        collection: RELEASED_TO_PARTNERS,
        key: `=${NUMBER}`,
        value: '={ reference: steps.called.reference }',
      }),
      step('write', 'write-x12', `Write the ${set}`, {
        ...{ document: content, set, sender: 'RETAILER', receiver: partner },
        ...{ controlNumber: '=steps.mine.value.control', separatorsInText: 'blank' },
      }),
      step(
        'put',
        'sftp.write-file',
        'Put it there',
        {
          connection: 'sftp',
          path: `='${folder}/${set}-' + String(steps.mine.value.control).padStart(9, '0') + '.x12'`,
          content: '=input',
        },
        { retry: RETRY },
      ),
      step(
        'answered',
        'wait-for-event',
        'Its 997',
        {
          topic: ACKNOWLEDGED_TOPIC,
          key: `='${partner}/' + steps.mine.value.control`,
          from: 'kept',
          timeoutMs: 4 * HOUR_MS,
        },
        { slaMs: HOUR_MS },
      ),
      step('taken', 'switch', 'Did they take it?', {
        cases: [{ name: 'refused', when: "=input.payload.status === 'rejected'" }],
      }),
      step('give', 'return', 'On its way there', {
        value: `={ reference: steps.called.reference, number: ${NUMBER}, document: '${document}', system: '${system}', location: steps.called.location }`,
      }),
      no('refused', 'Refused', {
        code: refused,
        message: `='They do not take ' + steps.called.reference + ': ' + (input.payload.reasons.join(', ') || 'no reason given')`,
      }),
      no('silent', 'No 997 in four hours', {
        code: refused,
        message: `='Nobody said in four hours whether ' + steps.called.reference + ' was taken (${set} ' + steps.mine.value.control + '). Ask them: it may have been.'`,
      }),
    ],
    [
      'called.out > number',
      'number.kept > mine',
      'mine.kept > named',
      'mine.stale > answered',
      'named.kept > write',
      'write.out > put',
      'put.out > answered',
      'answered.received > taken',
      'answered.timeout > silent',
      'taken.refused > refused',
      'taken.otherwise > give',
    ],
    [
      ['called', 'number', 'mine', 'named', 'write', 'put', 'answered', 'taken', 'give'],
      ['', '', '', '', '', '', '', 'silent', 'refused'],
    ],
  );
}

const no = (id: string, name: string, said: { readonly code: string; readonly message: string }): FlowNode =>
  step(id, 'fail', name, { kind: 'refused', ...said });

/** The address of the customer as a party of a document. */
const SHIP_TO = `steps.called.shipTo === undefined ? [] : [{
    entity: 'ST', name: steps.called.shipTo.name ?? 'Customer',
    addressLines: (steps.called.shipTo.street ?? []).slice(0, 2).map((line1) => ({ line1 })),
    location: { city: steps.called.shipTo.city, ...(steps.called.shipTo.postalCode && { postalCode: steps.called.shipTo.postalCode }), country: steps.called.shipTo.country }
  }]`;

/** Offers to have a warehouse send that speaks X12 only. */
export const releaseShipmentWarehouseX12: Flow = releaseByX12({
  head: {
    id: 'release-shipment-warehouse-x12',
    name: 'Release shipment (warehouse, X12)',
    description:
      'Offers the capability "Release shipment" by a warehouse that speaks X12: a 940 in its folder, once, and its 997. What it shipped comes by 945.',
    owner: 'Warehouse',
  },
  ...{ partner: 'WAREHOUSE', system: 'warehouse-x12', set: '940', folder: 'warehouse/orders' },
  ...{ prefix: 'WO-', document: 'shipment', refused: 'shipment-refused' },
  content: `={
  order: { status: 'N', order: ${NUMBER}, purchaseOrder: steps.called.orderReference.slice(0, 22) },
  parties: ${SHIP_TO},
  groups: [{
    number: 1,
    lines: steps.called.lines.map(({ sku, quantity }) => ({ quantity, unit: 'EA', products: [{ qualifier: 'SK', id: sku }] }))
  }],
  totals: { ordered: steps.called.lines.reduce((sum, { quantity }) => sum + quantity, 0) }
}`,
  place: { location: 'BER-1', locationKind: 'warehouse' },
});

/** Offers to have a supplier send that speaks X12 only. */
export const releaseShipmentSupplierX12: Flow = releaseByX12({
  head: {
    id: 'release-shipment-supplier-x12',
    name: 'Release shipment (supplier, X12)',
    description:
      'Offers the capability "Release shipment" by a drop-ship supplier that speaks X12: an 850 in its folder, once, and its 997. What it confirms and ships comes by 855 and 856.',
    owner: 'Purchasing',
  },
  ...{ partner: 'SUPPLIER', system: 'supplier-x12', set: '850', folder: 'supplier/orders' },
  ...{ prefix: 'PO-', document: 'purchase order', refused: 'supplier-refused' },
  content: `={
  order: { purpose: '00', type: 'DS', purchaseOrder: ${NUMBER}, date: new Date(run.startedAt).toISOString().slice(0, 10) },
  parties: ${SHIP_TO},
  lines: steps.called.lines.map(({ sku, quantity }, at) => ({
    line: String(at + 1), quantity, unit: 'EA', products: [{ qualifier: 'VN', id: t.lookup('sku', sku, { from: 'shop', to: 'supplier', default: sku }) }]
  })),
  totals: { lineCount: steps.called.lines.length }
}`,
  place: { location: 'LUMEN', locationKind: 'supplier' },
});
