import type { Flow } from '@lockstep/schema/graph';
import { RETRY } from './asked.ts';
import { drawn, step } from './drawn.ts';

const ASKED = { reference: '#1001', number: '4711', system: 's4hana' };
const answer = (status: string, more = '') =>
  `={ reference: steps.called.reference, number: steps.called.number, system: 's4hana', status: '${status}'${more} }`;

/** Offers to take a sales order of S/4HANA back: every item that was not delivered is rejected. */
export const cancelSalesOrderS4: Flow = drawn(
  {
    id: 'cancel-sales-order-s4hana',
    name: 'Cancel sales order (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Cancel sales order" by S/4HANA: rejects every item that was not delivered; the document stays for auditors.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'cancelled',
        name: 'Nothing of it has left',
        node: 'called',
        message: ASKED,
        replies: { reject: [{ port: 'rejected', value: { document: '4711', items: 2 } }] },
        expect: { path: ['reject', 'cancelled'], outputs: { cancelled: { number: '4711', status: 'cancelled' } } },
      },
      {
        id: 'too-late',
        name: 'All of it was delivered',
        node: 'called',
        message: ASKED,
        replies: { reject: [{ port: 'kept', value: { document: '4711', why: 'all of it was delivered' } }] },
        expect: {
          path: ['reject', 'too-late'],
          outputs: { 'too-late': { status: 'too-late', reason: 'all of it was delivered' } },
        },
      },
    ],
  },
  [
    step('called', 'callable', 'What is not to be sold', {
      capability: 'cancel-sales-order',
      errors: { 'sap-document-unknown': 'order-unknown' },
    }),
    step(
      'reject',
      'sap.reject-document',
      'Reject its items',
      { connection: 'sap', kind: 'sales-order', document: '=input.number', whenTooLate: 'leave' },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step('cancelled', 'return', 'It counts no more', { value: answer('cancelled') }),
    step('too-late', 'return', 'Too late', { value: answer('too-late', ', reason: input.why') }),
  ],
  ['called.out > reject', 'reject.rejected > cancelled', 'reject.kept > too-late'],
  [
    ['called', 'reject', 'cancelled'],
    ['', '', 'too-late'],
  ],
);
