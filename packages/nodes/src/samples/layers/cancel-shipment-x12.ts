import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from './drawn.ts';

const REASON = 'What was ordered by X12 is not recalled by X12: call them.';

/** Answers for partners that speak X12: what lies in their folder is theirs, and a person calls them. */
export const cancelShipmentX12: Flow = drawn(
  {
    id: 'cancel-shipment-x12',
    name: 'Cancel shipment (X12)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Cancel shipment" where X12 partners send: always too late for a file, so that a person calls them.',
      owner: 'Warehouse',
      speaksFor: ['fulfilment'],
    },
    tests: [
      {
        id: 'too-late',
        name: 'A person calls them',
        node: 'called',
        message: { reference: '#1001/BER-1', number: 'WO-1' },
        expect: {
          path: ['too-late'],
          outputs: { 'too-late': { reference: '#1001/BER-1', status: 'too-late', reason: REASON } },
        },
      },
    ],
  },
  [
    step('called', 'callable', 'What is not to be sent', { capability: 'cancel-shipment' }),
    step('too-late', 'return', 'They have it', {
      value: `={ reference: input.reference, status: 'too-late', system: 'x12', reason: '${REASON}' }`,
    }),
  ],
  ['called.out > too-late'],
  [['called', 'too-late']],
);
