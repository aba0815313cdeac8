import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from './drawn.ts';

const REQUEST = {
  ...{ reference: '#1001/BER-1', orderReference: '#1001', location: 'BER-1', locationKind: 'warehouse' },
  ...{ reservationId: 'al_1', lines: [{ lineId: '1', sku: 'MUG-BLUE', quantity: 2 }] },
};

const RELEASE = {
  connection: 'wms',
  warehouse: '=input.location',
  orderRef: '=input.reference',
  allocationId: '=input.reservationId',
  lines: '=input.lines',
};

/** Offers to send what lies in a warehouse, or to make it ready in a shop. */
export const releaseShipmentWms: Flow = drawn(
  {
    id: 'release-shipment-wms',
    name: 'Release shipment (WMS)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Release shipment" by the warehouse: picked, packed and sent, or made ready in a shop. What becomes of it is told by its webhooks.',
      owner: 'Warehouse',
      speaksFor: ['fulfilment'],
    },
    tests: [
      {
        id: 'released',
        name: 'The warehouse takes it',
        node: 'called',
        message: REQUEST,
        replies: {
          release: [
            {
              port: 'released',
              value: { shipmentId: 'sh_1', orderRef: '#1001/BER-1', warehouse: 'BER-1', lines: [] },
            },
          ],
        },
        expect: {
          path: ['how', 'release', 'give'],
          outputs: {
            give: {
              ...{ reference: '#1001/BER-1', number: 'sh_1', document: 'shipment' },
              ...{ system: 'wms', location: 'BER-1' },
            },
          },
        },
      },
      {
        id: 'ready',
        name: 'A shop makes it ready',
        node: 'called',
        message: { ...REQUEST, location: 'BER-SHOP', locationKind: 'shop', service: 'pickup' },
        replies: {
          ready: [{ port: 'released', value: { shipmentId: 'sh_2', warehouse: 'BER-SHOP' } }],
        },
        expect: { path: ['how', 'ready', 'give'], outputs: { give: { number: 'sh_2', location: 'BER-SHOP' } } },
      },
      {
        id: 'refused',
        name: 'It does not know the place',
        node: 'called',
        message: REQUEST,
        replies: { release: [{ fail: { kind: 'refused', code: 'wms-refused', message: 'No such warehouse.' } }] },
        expect: { status: 'exception', path: ['how', 'release'] },
      },
    ],
  },
  [
    step('called', 'callable', 'What is to be sent', {
      capability: 'release-shipment',
      errors: { 'wms-refused': 'shipment-refused', 'wms-conflict': 'shipment-refused' },
    }),
    step('how', 'switch', 'Sent, or collected?', {
      cases: [{ name: 'collected', when: "=input.service === 'pickup'" }],
    }),
    step('release', 'wms.release-shipment', 'Have it sent', { ...RELEASE, shipTo: '=input.shipTo' }),
    step('ready', 'wms.release-shipment', 'Have it made ready', { ...RELEASE, service: 'pickup' }),
    step('give', 'return', 'On its way there', {
      value:
        "={ reference: steps.called.reference, number: input.shipmentId, document: 'shipment', system: 'wms', location: input.warehouse }",
    }),
  ],
  [
    'called.out > how',
    'how.otherwise > release',
    'how.collected > ready',
    'release.released > give',
    'ready.released > give',
  ],
  [
    ['called', 'how', 'release', 'give'],
    ['', '', 'ready'],
  ],
);
