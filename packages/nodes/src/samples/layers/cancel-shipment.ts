import type { Flow, FlowNode } from '@lockstep/schema/graph';
import { drawn, step } from './drawn.ts';

/** How one system stops what it was to send. */
interface Stopper {
  readonly head: Pick<Flow, 'id' | 'name'> & { readonly description: string; readonly owner: string };
  /** What its answers name as the system. */
  readonly system: string;
  /** The step that stops it: leaves by "cancelled", or by "too-late" with a reason. */
  readonly stop: FlowNode;
  /** What it is called in the tests, and where it lies. */
  readonly number: string;
  readonly location: { readonly location: string; readonly locationKind: string };
}

function cancelShipment({ head, system, stop, number, location }: Stopper): Flow {
  const { description, owner, ...named } = head;
  const reference = `#1001/${location.location}`;
  const message = { reference, number, ...location };
  const answer = (status: string, more = '') =>
    `={ reference: steps.called.reference, status: '${status}', system: '${system}'${more} }`;
  return drawn(
    {
      ...named,
      settings: { layer: 'system', description, owner, speaksFor: ['fulfilment'] },
      tests: [
        {
          ...{ id: 'cancelled', name: 'It has not left', node: 'called', message },
          replies: { stop: [{ port: 'cancelled', value: {} }] },
          expect: {
            path: ['stop', 'cancelled'],
            outputs: { cancelled: { reference, status: 'cancelled', system } },
          },
        },
        {
          ...{ id: 'too-late', name: 'It has left, or was collected', node: 'called', message },
          replies: { stop: [{ port: 'too-late', value: { reason: 'It is sent.' } }] },
          expect: {
            path: ['stop', 'too-late'],
            outputs: { 'too-late': { status: 'too-late', reason: 'It is sent.' } },
          },
        },
      ],
    },
    [
      step('called', 'callable', 'What is not to be sent', { capability: 'cancel-shipment' }),
      stop,
      step('cancelled', 'return', 'Stopped', { value: answer('cancelled') }),
      step('too-late', 'return', 'Too late', { value: answer('too-late', ', reason: input.reason') }),
    ],
    ['called.out > stop', 'stop.cancelled > cancelled', 'stop.too-late > too-late'],
    [
      ['called', 'stop', 'cancelled'],
      ['', '', 'too-late'],
    ],
  );
}

/** Offers to stop what a warehouse was to send, or a shop to keep ready. */
export const cancelShipmentWms = cancelShipment({
  head: {
    id: 'cancel-shipment-wms',
    name: 'Cancel shipment (WMS)',
    description:
      'Offers the capability "Cancel shipment" by the warehouse: what has not left goes back on the shelf, also in a shop.',
    owner: 'Warehouse',
  },
  system: 'wms',
  stop: step('stop', 'wms.cancel-shipment', 'Put it back on the shelf', {
    connection: 'wms',
    shipmentId: '=input.number',
  }),
  number: 'sh_1',
  location: { location: 'BER-SHOP', locationKind: 'shop' },
});

/** Offers to stop what a supplier was to send. */
export const cancelShipmentSupplier = cancelShipment({
  head: {
    id: 'cancel-shipment-supplier',
    name: 'Cancel shipment (supplier)',
    description: 'Offers the capability "Cancel shipment" by the drop-ship supplier: cancels what it has not sent.',
    owner: 'Purchasing',
  },
  system: 'dropship',
  stop: step('stop', 'dropship.cancel-order', 'Cancel the purchase order', {
    connection: 'dropship',
    purchaseOrder: '=input.number',
  }),
  number: '#1001/LUMEN',
  location: { location: 'LUMEN', locationKind: 'supplier' },
});
