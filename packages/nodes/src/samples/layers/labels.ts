import type { Flow } from '@lockstep/schema/graph';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { RETRY } from './asked.ts';
import { drawn, step } from './drawn.ts';

const address = (city: string, country: string): JsonObject => ({ street: ['Lange Reihe 7'], city, country });
const REQUEST = {
  ...{ reference: 'S-1', shipTo: address('Hamburg', 'DE'), shipFrom: address('Berlin', 'DE'), weightGrams: 436 },
  ...{ broker: 'x', account: 'se-1', service: 'ups_standard' },
};
const BOUGHT = {
  ...{ reference: 'S-1', carrier: 'ups', service: 'ups_standard', trackingNumber: '1Z9', trackingUrl: null },
  ...{ labelUrl: null, price: { amount: '5.93', currency: 'EUR' }, created: true, identifiers: [] },
};

interface Seller {
  readonly head: Pick<Flow, 'id' | 'name'> & { readonly description: string };
  readonly system: string;
  readonly type: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly errors: Readonly<Record<string, string>>;
  /** It may say that nobody offers the service, by the port `no-rate`. */
  readonly mayHaveNone: boolean;
}

/** Offers labels of one seller, one for each shipment, however often it is asked. */
function buyLabel({ head, system, type, params, errors, mayHaveNone }: Seller): Flow {
  const { description, ...named } = head;
  const given = { reference: 'S-1', system };
  const none = step('none', 'return', 'Nobody carries it', {
    value: `={ reference: steps.called.reference, status: 'no-rate', system: '${system}', reason: input.messages?.[0] ?? 'Nobody offers the service.' }`,
  });
  return drawn(
    {
      ...named,
      settings: { layer: 'system', description, owner: 'Logistics', speaksFor: ['fulfilment'] },
      tests: [
        {
          id: 'bought',
          name: 'A label is bought',
          node: 'called',
          message: REQUEST,
          replies: { buy: [{ port: 'bought', value: BOUGHT }] },
          expect: {
            path: ['buy', 'give'],
            outputs: { give: { ...given, status: 'bought', trackingNumber: '1Z9', price: { amount: '5.93' } } },
          },
        },
        ...(mayHaveNone
          ? [
              {
                id: 'none',
                name: 'Nobody carries it',
                node: 'called',
                message: REQUEST,
                replies: {
                  buy: [{ port: 'no-rate', value: { reference: 'S-1', offered: [], messages: ['Too heavy.'] } }],
                },
                expect: {
                  path: ['buy', 'none'],
                  outputs: { none: { ...given, status: 'no-rate', reason: 'Too heavy.' } },
                },
              },
            ]
          : []),
      ],
    },
    [
      step('called', 'callable', 'Parcel without a label', { capability: 'buy-label', errors: { ...errors } }),
      step(
        'buy',
        type,
        'Buy the label',
        {
          ...{ reference: '=input.reference', shipTo: '=input.shipTo', shipFrom: '=input.shipFrom' },
          ...{ weightGrams: '=input.weightGrams', lookUp: 'always' },
          ...params,
        },
        { retry: RETRY, timeoutMs: 30_000 },
      ),
      step('give', 'return', 'Label', {
        value: `={ reference: input.reference, status: 'bought', system: '${system}', carrier: input.carrier, service: input.service, trackingNumber: input.trackingNumber, ...(input.labelUrl !== null && { labelUrl: input.labelUrl }), price: input.price }`,
      }),
      ...(mayHaveNone ? [none] : []),
    ],
    ['called.out > buy', 'buy.bought > give', ...(mayHaveNone ? ['buy.no-rate > none'] : [])],
    [['called', 'buy', 'give'], mayHaveNone ? ['', '', 'none'] : []],
  );
}

/** Offers labels of any carrier, the cheapest where no service is named. */
export const buyLabelEasypost: Flow = buyLabel({
  head: {
    id: 'buy-label-easypost',
    name: 'Buy label (EasyPost)',
    description:
      'Offers the capability "Buy label" by EasyPost: the cheapest label of any carrier, or that of a service, once for each shipment.',
  },
  system: 'easypost',
  type: 'easypost.buy-label',
  params: { connection: 'easypost', carrier: '=input.carrier', service: '=input.service' },
  errors: { 'address-invalid': 'label-refused', 'easypost-refused': 'label-refused' },
  mayHaveNone: true,
});

/** Offers labels of our own accounts with carriers. */
export const buyLabelShipstation: Flow = buyLabel({
  head: {
    id: 'buy-label-shipstation',
    name: 'Buy label (ShipStation)',
    description:
      'Offers the capability "Buy label" by ShipStation: the label of a service on an account of our own, once for each shipment.',
  },
  system: 'shipstation',
  type: 'shipstation.create-label',
  params: { connection: 'shipstation', carrierId: "=input.account ?? ''", service: "=input.service ?? ''" },
  errors: { 'address-invalid': 'label-refused', 'shipstation-refused': 'label-refused' },
  mayHaveNone: false,
});
