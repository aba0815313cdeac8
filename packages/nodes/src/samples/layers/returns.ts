import type { Flow } from '@lockstep/schema/graph';
import { odataFound, RETRY, s4 } from './asked.ts';
import { drawn, step } from './drawn.ts';

const RETURN = {
  ...{ rma: 'RMA-3107', orderReference: '#1001', status: 'requested', requestedAt: '2026-11-24T10:00:00Z' },
  lines: [{ sku: 'MUG-BLUE', quantity: 1, reason: 'unwanted' }],
};
const SOLD = {
  ...{ SalesOrder: '4711', PurchaseOrderByCustomer: '#1001', SoldToParty: '10100001' },
  ...{ SalesOrganization: '1010', DistributionChannel: '10', OrganizationDivision: '00' },
  to_Item: [{ SalesOrderItem: '10', Material: 'MUG-BLUE', RequestedQuantity: '2' }],
};
/** Goods may come back that were sold, and no more of them. */
const DECIDE = `type Row = Record<string, any>;

export default function map(input: { records: { fields: Row }[] }, ctx: any) {
  const asked = ctx.steps.called;
  const [{ fields: order }] = [...input.records].sort((a, b) => Number(a.fields.SalesOrder) - Number(b.fields.SalesOrder));
  const sold = (sku: string) => (order.to_Item ?? [])
    .filter((item: Row) => item.Material === sku)
    .reduce((sum: number, item: Row) => sum + Number(item.RequestedQuantity), 0);
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of asked.lines) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  const wrong = [...wanted].find(([sku, quantity]) => quantity > sold(sku));
  return {
    order,
    lines: [...wanted].map(([sku, quantity]) => ({ sku, quantity })),
    ...(wrong && { reason: asked.orderReference + ' was ' + sold(wrong[0]) + ' x ' + wrong[0] + ', and ' + wrong[1] + ' are to come back.' }),
  };
}
`;

/** A return without reference: of the collective customer, in the sales area that is named. */
const VOUCHED = `export default function map(input: any) {
  return {
    order: { SalesOrganization: input.soldBy, DistributionChannel: '10', OrganizationDivision: '00', SoldToParty: '10100001' },
    lines: input.lines.map(({ sku, quantity }: any) => ({ sku, quantity })),
  };
}
`;

/** Offers return authorisations: a customer return of S/4HANA, with reference to what was sold. */
export const authoriseReturnS4: Flow = drawn(
  {
    id: 'authorise-return-s4hana',
    name: 'Authorise return (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Authorise return" by S/4HANA: a customer return with reference to the sales order, once for each number; refused where more is to come back than was sold.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'authorised',
        name: 'It was sold, so it may come back',
        node: 'called',
        message: RETURN,
        replies: {
          sold: [odataFound(SOLD)],
          allow: [
            {
              port: 'created',
              value: { customerReturn: '60000001', created: true, reference: 'RMA-3107', warnings: [] },
            },
          ],
        },
        expect: {
          path: ['known', 'sold', 'decide', 'fits', 'allow', 'authorised'],
          outputs: {
            authorised: { rma: 'RMA-3107', decision: 'authorised', number: '60000001', system: 's4hana' },
          },
        },
      },
      {
        id: 'refused',
        name: 'More is to come back than was sold',
        node: 'called',
        message: { ...RETURN, lines: [{ sku: 'MUG-BLUE', quantity: 3 }] },
        replies: { sold: [odataFound(SOLD)] },
        expect: {
          path: ['known', 'sold', 'decide', 'fits', 'refused'],
          outputs: { refused: { decision: 'refused', reason: '#1001 was 2 x MUG-BLUE, and 3 are to come back.' } },
        },
      },
      {
        id: 'vouched',
        name: 'The caller says who sold it: the books need not have the order',
        node: 'called',
        message: { ...RETURN, soldBy: '1010' },
        replies: {
          allow: [
            {
              port: 'created',
              value: { customerReturn: '60000002', created: true, reference: 'RMA-3107', warnings: [] },
            },
          ],
        },
        expect: {
          path: ['known', 'vouched', 'allow', 'authorised'],
          outputs: { authorised: { rma: 'RMA-3107', decision: 'authorised', number: '60000002' } },
        },
      },
      {
        id: 'unknown',
        name: 'Nobody knows the order',
        node: 'called',
        message: RETURN,
        replies: { sold: [odataFound()] },
        expect: { status: 'exception', exception: { code: 'order-unknown' } },
      },
    ],
  },
  [
    step('called', 'callable', 'Goods that want to come back', { capability: 'authorise-return' }),
    step('known', 'switch', 'Who says it was sold?', {
      cases: [{ name: 'caller', when: '=input.soldBy !== undefined' }],
    }),
    step('vouched', 'map', 'The caller does', { script: VOUCHED }),
    step(
      'sold',
      'odata.read-records',
      'What was sold',
      {
        ...s4('API_SALES_ORDER_SRV'),
        set: 'A_SalesOrder',
        ...{ where: '={ PurchaseOrderByCustomer: input.orderReference }', expand: 'to_Item', maxRecords: 20 },
      },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step('decide', 'map', 'Was so much of it sold?', { script: DECIDE }),
    step('fits', 'switch', 'May it come back?', { cases: [{ name: 'yes', when: '=input.reason === undefined' }] }),
    step(
      'allow',
      'sap.create-customer-return',
      'Make the customer return',
      {
        connection: 'sap',
        reference: '=steps.called.rma',
        salesOrganization: '=input.order.SalesOrganization',
        distributionChannel: '=input.order.DistributionChannel',
        division: '=input.order.OrganizationDivision',
        soldToParty: '=input.order.SoldToParty',
        salesOrder: '=input.order.SalesOrder',
        lines: '=input.lines',
      },
      { retry: RETRY, timeoutMs: 30_000 },
    ),
    step('authorised', 'return', 'Authorised', {
      value:
        "={ rma: steps.called.rma, decision: 'authorised', number: input.customerReturn, system: 's4hana', ...(steps.called.to !== undefined && { location: steps.called.to }) }",
    }),
    step('refused', 'return', 'Refused', {
      value: "={ rma: steps.called.rma, decision: 'refused', system: 's4hana', reason: input.reason }",
    }),
    step('unknown', 'fail', 'No such order', {
      kind: 'refused',
      code: 'order-unknown',
      message: "='The books have no sales order for ' + steps.called.orderReference + '.'",
    }),
  ],
  [
    'called.out > known',
    'known.caller > vouched',
    'known.otherwise > sold',
    'vouched.out > allow',
    'sold.out > decide',
    'sold.none > unknown',
    'decide.out > fits',
    'fits.yes > allow',
    'fits.otherwise > refused',
    'allow.created > authorised',
  ],
  [
    ['called', 'known', 'sold', 'decide', 'fits', 'allow', 'authorised'],
    ['', '', 'vouched', 'unknown', '', 'refused'],
  ],
);
