import type { Flow } from '@lockstep/schema/graph';
import { RETRY } from './asked.ts';
import { drawn, step } from './drawn.ts';

/** Offers to forget an authorised return: its document is rejected, unless the goods are back. */
export const withdrawReturnS4: Flow = drawn(
  {
    id: 'withdraw-return-s4hana',
    name: 'Withdraw return (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Withdraw return" by S/4HANA: rejects the customer return, so that nothing of it counts; one whose goods are back is kept.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'withdrawn',
        name: 'Its goods are not back',
        node: 'called',
        message: { rma: 'RMA-3107', number: '60000001' },
        replies: { reject: [{ port: 'rejected', value: { document: '60000001', items: 1 } }] },
        expect: {
          path: ['there', 'reject', 'withdrawn'],
          outputs: { withdrawn: { rma: 'RMA-3107', status: 'withdrawn', system: 's4hana' } },
        },
      },
      {
        id: 'kept',
        name: 'Its goods are back',
        node: 'called',
        message: { rma: 'RMA-3107', number: '60000001' },
        replies: { reject: [{ port: 'kept', value: { document: '60000001', why: 'its goods are back' } }] },
        expect: { outputs: { kept: { status: 'kept', reason: 'its goods are back' } } },
      },
      {
        id: 'nothing',
        name: 'There is no document',
        node: 'called',
        message: { rma: 'RMA-3107' },
        expect: { path: ['there', 'withdrawn'], outputs: { withdrawn: { status: 'withdrawn' } } },
      },
    ],
  },
  [
    step('called', 'callable', 'Return called off', { capability: 'withdraw-return' }),
    step('there', 'switch', 'Is there a document?', {
      cases: [{ name: 'yes', when: '=input.number !== undefined' }],
    }),
    step(
      'reject',
      'sap.reject-document',
      'Reject the customer return',
      { connection: 'sap', kind: 'customer-return', document: '=input.number', whenTooLate: 'leave' },
      { retry: RETRY, timeoutMs: 30_000 },
    ),
    step('withdrawn', 'return', 'Forgotten', {
      value: "={ rma: steps.called.rma, status: 'withdrawn', system: 's4hana' }",
    }),
    step('kept', 'return', 'Kept', {
      value: "={ rma: steps.called.rma, status: 'kept', system: 's4hana', reason: input.why }",
    }),
  ],
  [
    'called.out > there',
    'there.yes > reject',
    'there.otherwise > withdrawn',
    'reject.rejected > withdrawn',
    'reject.kept > kept',
  ],
  [
    ['called', 'there', 'reject', 'withdrawn'],
    ['', '', '', 'kept'],
  ],
);
