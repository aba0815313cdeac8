import type { Flow } from '@lockstep/schema/graph';
import { CONFIRMED_ORDER } from '../sub-flows/order.ts';
import { RETRY } from './asked.ts';
import { drawn, step } from './drawn.ts';

const CAPABILITY = 'create-sales-order';

/** What both answer: the same words, whichever ERP keeps the order. */
const answer = (number: string, system: string) =>
  `={ reference: steps.called.reference, number: input.${number}, system: '${system}', status: input.created ? 'created' : 'exists', currency: steps.called.currency, lines: steps.called.lines.map(({ sku, quantity, cancelledQuantity = 0 }) => ({ sku, quantity: quantity - cancelledQuantity })).filter(({ quantity }) => quantity > 0) }`;
const answered = (number: string, system: string) => ({
  ...{ reference: '#1001', number, system, status: 'created', currency: 'EUR' },
  lines: [
    { sku: 'MUG-BLUE', quantity: 2 },
    { sku: 'CAP-RED', quantity: 1 },
  ],
});

/** Offers sales orders of S/4HANA. */
export const salesOrderS4: Flow = drawn(
  {
    id: 'sales-order-s4hana',
    name: 'Create sales order (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Create sales order" by S/4HANA: the sales area and the collective customer follow from the country.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'created',
        name: 'An order from Germany',
        node: 'called',
        message: CONFIRMED_ORDER,
        replies: { order: [{ port: 'created', value: { salesOrder: '4711', created: true, reference: '#1001' } }] },
        expect: { path: ['area', 'order', 'give'], outputs: { give: answered('4711', 's4hana') } },
      },
    ],
  },
  [
    step('called', 'callable', 'Sales order wanted', {
      capability: CAPABILITY,
      errors: { 'sap-refused': 'order-refused', 'nothing-to-order': 'order-refused' },
    }),
    step('area', 'set-fields', 'Sales area of the country', {
      mode: 'keep',
      fields: [
        { path: 'sales.channel', value: "=(input.shipTo ?? input.billTo)?.country === 'DE' ? '10' : '20'" },
        { path: 'sales.party', value: "=(input.shipTo ?? input.billTo)?.country === 'DE' ? '10100001' : '10100002'" },
      ],
    }),
    step(
      'order',
      'sap.create-sales-order',
      'Create sales order',
      {
        connection: 'sap',
        orderType: 'OR',
        salesOrganization: '1010',
        distributionChannel: '=input.sales.channel',
        division: '00',
        soldToParty: '=input.sales.party',
        lookUp: 'always',
      },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step('give', 'return', 'Sales order', { value: answer('salesOrder', 's4hana') }),
  ],
  ['called.out > area', 'area.out > order', 'order.created > give'],
  [['called', 'area', 'order', 'give']],
);

/** Offers sales orders of Business Central, in the same words. */
export const salesOrderBc: Flow = drawn(
  {
    id: 'sales-order-business-central',
    name: 'Create sales order (Business Central)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Create sales order" by Dynamics 365 Business Central, with the identical contract: swapping the ERP is one binding.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'created',
        name: 'An order',
        node: 'called',
        message: CONFIRMED_ORDER,
        replies: { order: [{ port: 'created', value: { number: 'SO-1001', created: true, reference: '#1001' } }] },
        expect: { path: ['order', 'give'], outputs: { give: answered('SO-1001', 'business-central') } },
      },
    ],
  },
  [
    step('called', 'callable', 'Sales order wanted', {
      capability: CAPABILITY,
      errors: { 'bc-refused': 'order-refused' },
    }),
    step(
      'order',
      'business-central.create-sales-order',
      'Create sales order',
      { connection: 'business-central', customerNumber: '10000', currency: '=input.currency', lookUp: 'always' },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step('give', 'return', 'Sales order', { value: answer('number', 'business-central') }),
  ],
  ['called.out > order', 'order.created > give'],
  [['called', 'order', 'give']],
);
