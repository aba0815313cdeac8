import type { Contract } from '../contract.ts';
import { address, closed, contractSchema, money, oneOf, ref, text } from '../parts.ts';

/** A parcel that needs a label. */
export const labelRequest: Contract = {
  name: 'label-request',
  version: '1.0.0',
  title: 'Label request',
  description: 'Asks for the label of a parcel, from whoever carries it, once for each reference.',
  schema: contractSchema(
    'LabelRequest',
    closed(
      {
        reference: text('Number of the shipment; one label is bought for it.', { maxLength: 100 }),
        orderReference: text('Order it belongs to.'),
        shipTo: ref('address', 'Who gets it.'),
        shipFrom: ref('address', 'Where it leaves from.'),
        weightGrams: { type: 'number', exclusiveMinimum: 0, maximum: 1_000_000, description: 'Weight, in grams.' },
        broker: text('Who sells the label, where the caller has a choice.'),
        carrier: text('Carrier; any when absent.'),
        account: text('Account of the merchant with the carrier, where labels are bought on one.'),
        service: text('Service of the carrier; the cheapest when absent.'),
      },
      ['reference', 'shipTo', 'shipFrom', 'weightGrams'],
    ),
    { address },
  ),
  example: {
    reference: 'S-20991',
    orderReference: '#1042',
    shipTo: { name: 'Ada Kern', street: ['Lange Reihe 7'], city: 'Hamburg', postalCode: '20099', country: 'DE' },
    shipFrom: { company: 'Lockstep', street: ['Am Hafen 1'], city: 'Berlin', postalCode: '10115', country: 'DE' },
    weightGrams: 436,
  },
};

export const label: Contract = {
  name: 'label',
  version: '1.0.0',
  title: 'Label',
  description: 'The label of a parcel, or that nobody carries it.',
  schema: contractSchema(
    'Label',
    closed(
      {
        reference: text('Number of the shipment.'),
        status: oneOf(['bought', 'no-rate'], 'There is a label, or nobody offers the service.'),
        system: text('Who sold it.'),
        carrier: text('Carrier.'),
        service: text('Service of the carrier.'),
        trackingNumber: text('What the carrier tracks it by.'),
        labelUrl: { type: 'string', format: 'uri', description: 'Where the label is printed from.' },
        price: ref('money', 'What it costs.'),
        reason: text('Why nobody carries it.'),
      },
      ['reference', 'status', 'system'],
    ),
    { money },
  ),
  example: {
    reference: 'S-20991',
    status: 'bought',
    system: 'easypost',
    carrier: 'USPS',
    service: 'GroundAdvantage',
    trackingNumber: '9400100110368065759325',
    price: { amount: '5.93', currency: 'USD' },
  },
};
