import type { JsonObject } from '../../../simulators/kit/exchange.ts';

/** The usual way of a parcel, in EasyPost's words. */
const WAY = ['unknown', 'pre_transit', 'in_transit', 'out_for_delivery', 'delivered'] as const;

export interface Tracker {
  readonly id: string;
  readonly object: 'Tracker';
  readonly tracking_code: string;
  readonly status: string;
  readonly status_detail: string;
  readonly updated_at: string;
  readonly carrier: string;
  readonly shipment_id: string | null;
  readonly tracking_details: readonly JsonObject[];
  readonly [more: string]: unknown;
}

export function newTracker(made: {
  readonly id: string;
  readonly trackingCode: string;
  readonly carrier: string;
  readonly shipmentId: string | null;
  readonly at: string;
}): Tracker {
  return {
    id: made.id,
    object: 'Tracker',
    mode: 'test',
    tracking_code: made.trackingCode,
    status: 'unknown',
    status_detail: 'unknown',
    created_at: made.at,
    updated_at: made.at,
    signed_by: null,
    weight: null,
    est_delivery_date: null,
    shipment_id: made.shipmentId,
    carrier: made.carrier,
    tracking_details: [],
    carrier_detail: null,
    finalized: false,
    is_return: false,
    public_url: `https://track.easypost.com/${made.id}`,
    fees: [],
  };
}

/** The next status on the usual way; a parcel that left it, or arrived, stays. */
export function nextStatus(status: string): string {
  const at = WAY.indexOf(status as (typeof WAY)[number]);
  return WAY[at + 1] ?? status;
}

export function moved(
  tracker: Tracker,
  {
    status,
    detail,
    message,
    at,
  }: { readonly status: string; readonly detail: string; readonly message: string; readonly at: string },
): Tracker {
  const scan = {
    object: 'TrackingDetail',
    message,
    description: '',
    status,
    status_detail: detail,
    datetime: at,
    source: tracker.carrier,
    carrier_code: '',
    tracking_location: { object: 'TrackingLocation', city: 'HOUSTON', state: 'TX', country: 'US', zip: '77063' },
  };
  return {
    ...tracker,
    status,
    status_detail: detail,
    updated_at: at,
    finalized: status === 'delivered',
    tracking_details: [...tracker.tracking_details, scan],
  };
}
