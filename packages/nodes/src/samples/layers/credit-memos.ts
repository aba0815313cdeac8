import type { Flow } from '@lockstep/schema/graph';
import { RETRY } from './asked.ts';
import { drawn, step } from './drawn.ts';

const REQUEST = {
  ...{ reference: 'RMA-3107', orderReference: '#1042', soldBy: '1010', returnNumber: '60000001', currency: 'EUR' },
  lines: [{ sku: 'MUG-BLUE', quantity: 1, amount: '14.50' }],
};
const NAMED = { reference: 'RMA-3107', number: '70000001' };
const REFUSED = { 'sap-refused': 'credit-refused' };

/** Offers credit memos of S/4HANA: a request with a billing block, once for each return. */
export const createCreditMemoS4: Flow = drawn(
  {
    id: 'create-credit-memo-s4hana',
    name: 'Create credit memo (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Create credit memo" by S/4HANA: a credit memo request for the collective customer, once for each return, with a billing block until it is released.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'created',
        name: 'A return of the shop',
        node: 'called',
        message: REQUEST,
        replies: {
          credit: [
            {
              port: 'created',
              value: {
                ...{ creditMemoRequest: '70000001', created: true, reference: 'RMA-3107', warnings: [] },
                total: { amount: '14.50', currency: 'EUR' },
              },
            },
          ],
        },
        expect: {
          path: ['credit', 'give'],
          outputs: { give: { ...NAMED, system: 's4hana', status: 'created', total: { amount: '14.50' } } },
        },
      },
    ],
  },
  [
    step('called', 'callable', 'What came back', { capability: 'create-credit-memo', errors: REFUSED }),
    step(
      'credit',
      'sap.create-credit-memo',
      'Request the credit memo',
      {
        connection: 'sap',
        reference: '=input.reference',
        salesOrganization: "=input.soldBy ?? '1010'",
        soldToParty: '10100001',
        currency: '=input.currency',
        customerReturn: '=input.returnNumber',
        lines: '=input.lines',
      },
      { retry: RETRY, timeoutMs: 30_000 },
    ),
    step('give', 'return', 'Credit memo', {
      value:
        "={ reference: steps.called.reference, number: input.creditMemoRequest, system: 's4hana', status: input.created ? 'created' : 'exists', total: input.total }",
    }),
  ],
  ['called.out > credit', 'credit.created > give'],
  [['called', 'credit', 'give']],
);

const state = (status: string) =>
  `={ reference: steps.called.reference, number: steps.called.number, system: 's4hana', status: '${status}' }`;

/** Offers to have it count: the billing block is lifted. */
export const releaseCreditMemoS4: Flow = drawn(
  {
    id: 'release-credit-memo-s4hana',
    name: 'Release credit memo (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Release credit memo" by S/4HANA: lifts the billing block, so that the next billing run makes the credit memo.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'released',
        name: 'It counts from now on',
        node: 'called',
        message: NAMED,
        replies: { release: [{ port: 'released', value: { creditMemoRequest: '70000001', changed: true } }] },
        expect: { path: ['release', 'give'], outputs: { give: { ...NAMED, status: 'released', system: 's4hana' } } },
      },
    ],
  },
  [
    step('called', 'callable', 'The money is paid', { capability: 'release-credit-memo' }),
    step('release', 'sap.release-credit-memo', 'Lift the billing block', {
      connection: 'sap',
      creditMemoRequest: '=input.number',
    }),
    step('give', 'return', 'It counts', { value: state('released') }),
  ],
  ['called.out > release', 'release.released > give'],
  [['called', 'release', 'give']],
);

/** Offers to take it back, as long as it does not count. */
export const cancelCreditMemoS4: Flow = drawn(
  {
    id: 'cancel-credit-memo-s4hana',
    name: 'Cancel credit memo (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Cancel credit memo" by S/4HANA: rejects every item of the request; one that is billed is refused.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'cancelled',
        name: 'It does not count any more',
        node: 'called',
        message: NAMED,
        replies: { reject: [{ port: 'rejected', value: { document: '70000001', items: 1 } }] },
        expect: { path: ['reject', 'give'], outputs: { give: { ...NAMED, status: 'cancelled', system: 's4hana' } } },
      },
    ],
  },
  [
    step('called', 'callable', 'It is not to count', { capability: 'cancel-credit-memo', errors: REFUSED }),
    step('reject', 'sap.reject-document', 'Reject the request', {
      connection: 'sap',
      kind: 'credit-memo-request',
      document: '=input.number',
      whenTooLate: 'fail',
    }),
    step('give', 'return', 'It is taken back', { value: state('cancelled') }),
  ],
  ['called.out > reject', 'reject.rejected > give'],
  [['called', 'reject', 'give']],
);
