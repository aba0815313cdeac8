import { isObject, type JsonObject, type JsonValue } from '../../../simulators/kit/exchange.ts';
import type { Random } from '../../../simulators/kit/random.ts';

export interface Rate {
  readonly id: string;
  readonly carrier: string;
  readonly service: string;
  readonly rate: string;
  readonly [more: string]: unknown;
}

export interface Shipment {
  readonly id: string;
  readonly reference: string | null;
  readonly tracking_code: string | null;
  readonly rates: readonly Rate[];
  readonly selected_rate: Rate | null;
  readonly [more: string]: unknown;
}

const SERVICES = [
  { service: 'Express', rate: 3310, days: 2 },
  { service: 'Priority', rate: 690, days: 2 },
  { service: 'GroundAdvantage', rate: 593, days: 3 },
] as const;

/** The first field of a new shipment that is not there. */
export function missingField(wanted: JsonValue | undefined): string | undefined {
  if (!isObject(wanted)) return 'shipment';
  return ['to_address', 'from_address', 'parcel'].find((name) => !isObject(wanted[name]));
}

export function newShipment(wanted: JsonObject, { ids, at }: { readonly ids: Random; readonly at: string }): Shipment {
  const id = `shp_${ids.hex(32)}`;
  const parcel = wanted.parcel as JsonObject;
  const ounces = typeof parcel.weight === 'number' ? parcel.weight : 1;
  const address = (given: JsonValue | undefined): object => ({
    id: `adr_${ids.hex(32)}`,
    object: 'Address',
    created_at: at,
    updated_at: at,
    ...(isObject(given) ? given : {}),
    mode: 'test',
  });
  return {
    id,
    object: 'Shipment',
    created_at: at,
    updated_at: at,
    is_return: false,
    messages: [],
    mode: 'test',
    options: { currency: 'USD', payment: { type: 'SENDER' }, date_advance: 0 },
    reference: typeof wanted.reference === 'string' ? wanted.reference : null,
    status: 'unknown',
    tracking_code: null,
    batch_id: null,
    batch_status: null,
    batch_message: null,
    customs_info: null,
    from_address: address(wanted.from_address),
    to_address: address(wanted.to_address),
    insurance: null,
    order_id: null,
    parcel: { id: `prcl_${ids.hex(32)}`, object: 'Parcel', created_at: at, updated_at: at, ...parcel, mode: 'test' },
    postage_label: null,
    rates: SERVICES.map(({ service, rate, days }) => ({
      id: `rate_${ids.hex(32)}`,
      object: 'Rate',
      created_at: at,
      updated_at: at,
      mode: 'test',
      service,
      carrier: 'USPS',
      rate: ((rate + Math.round(ounces) * 3) / 100).toFixed(2),
      currency: 'USD',
      billing_type: 'easypost',
      delivery_days: days,
      delivery_date: null,
      delivery_date_guaranteed: false,
      est_delivery_days: days,
      shipment_id: id,
      carrier_account_id: 'ca_lockstep',
    })),
    refund_status: null,
    scan_form: null,
    selected_rate: null,
    tracker: null,
    forms: [],
    fees: [],
  };
}

export function boughtShipment(
  shipment: Shipment,
  rate: Rate,
  {
    ids,
    at,
    tracker,
  }: { readonly ids: Random; readonly at: string; readonly tracker: { readonly tracking_code: string } },
): Shipment {
  const id = `pl_${ids.hex(32)}`;
  return {
    ...shipment,
    updated_at: at,
    tracking_code: tracker.tracking_code,
    selected_rate: rate,
    tracker,
    postage_label: {
      object: 'PostageLabel',
      id,
      created_at: at,
      updated_at: at,
      label_date: at,
      label_size: '4x6',
      label_file_type: 'image/png',
      label_url: `https://easypost-files.s3.us-west-2.amazonaws.com/files/postage_label/${id}.png`,
      label_pdf_url: null,
    },
    fees: [{ object: 'Fee', type: 'PostageFee', amount: `${rate.rate}000`, charged: true, refunded: false }],
  };
}
