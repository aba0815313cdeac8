import type { SampleTable } from '../tables.ts';

/** EasyPost's words. @see docs.easypost.com/docs/trackers */
const EASYPOST: readonly (readonly [string, string])[] = [
  ['unknown', 'unknown'],
  ['pre_transit', 'created'],
  ['in_transit', 'in-transit'],
  ['out_for_delivery', 'out-for-delivery'],
  ['delivered', 'delivered'],
  ['available_for_pickup', 'ready-for-pickup'],
  ['return_to_sender', 'returned-to-sender'],
  ['failure', 'exception'],
  ['error', 'exception'],
  ['cancelled', 'cancelled'],
];

/** ShipStation's codes. @see docs.shipstation.com/apis/docs/guides/webhooks-schemas */
const SHIPSTATION: readonly (readonly [string, string])[] = [
  ['UN', 'unknown'],
  ['NY', 'created'],
  ['AC', 'handed-over'],
  ['IT', 'in-transit'],
  ['AT', 'delayed'],
  ['DE', 'delivered'],
  ['EX', 'exception'],
  ['SP', 'ready-for-pickup'],
];

/** Country, who sells the label, and there account and service; a country without a row gets the cheapest there is at EasyPost. */
const BROKERS: readonly (readonly [string, string, string, string])[] = [
  ['DE', 'shipstation', 'se-1', 'ups_standard'],
  ['AT', 'shipstation', 'se-1', 'ups_standard'],
  ['US', 'easypost', '-', '-'],
];

function statuses(broker: string, title: string, words: readonly (readonly [string, string])[]): SampleTable {
  return {
    name: `parcel-status-${broker}`,
    title: `${title} statuses`,
    columns: [
      { name: 'carrier', unique: true },
      { name: 'status', unique: false },
    ],
    rows: words.map(([carrier, status]) => ({ cells: { carrier, status } })),
    tests: words.slice(-4, -3).map(([key, expected]) => ({ key, expected })),
  };
}

/** What carriers say in the words of the canonical shipment, a table for each, and who carries a parcel where. */
export const parcelTables: readonly SampleTable[] = [
  statuses('easypost', 'EasyPost', EASYPOST),
  statuses('shipstation', 'ShipStation', SHIPSTATION),
  {
    name: 'parcel-carriers',
    title: 'Who carries parcels where',
    columns: [
      { name: 'country', unique: true },
      { name: 'broker', unique: false },
      { name: 'account', unique: false },
      { name: 'service', unique: false },
    ],
    rows: BROKERS.map(([country, broker, account, service]) => ({ cells: { country, broker, account, service } })),
    tests: [{ key: 'DE', expected: 'shipstation' }],
  },
];
