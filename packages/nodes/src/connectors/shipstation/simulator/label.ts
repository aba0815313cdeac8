/** The usual way of a parcel, in the codes of ShipStation. */
const WAY = ['NY', 'AC', 'IT', 'AT', 'DE'] as const;

export const WORDS: Readonly<Record<string, string>> = {
  UN: 'Unknown',
  AC: 'Accepted',
  IT: 'In Transit',
  DE: 'Delivered',
  EX: 'Exception',
  AT: 'Delivery Attempt',
  NY: 'Not Yet In System',
  SP: 'Delivered To Collection Location',
};

export interface Scan {
  readonly occurred_at: string;
  readonly description: string;
  readonly status_code: string;
  readonly city_locality: string;
  readonly country_code: string;
}

export interface SimLabel {
  readonly label_id: string;
  readonly status: 'completed' | 'voided';
  readonly external_shipment_id: string | null;
  readonly tracking_number: string;
  readonly tracking_url: string;
  readonly carrier_code: string;
  readonly service_code: string;
  readonly created_at: string;
  readonly shipment_cost: { readonly currency: 'usd'; readonly amount: number };
  readonly label_download: { readonly pdf: string; readonly href: string };
  readonly tracking: { readonly status_code: string; readonly events: readonly Scan[] };
}

export function nextCode(code: string): string {
  return WAY[WAY.indexOf(code as (typeof WAY)[number]) + 1] ?? code;
}

/** The label as the API shows it: how the parcel goes is asked for by itself. */
export function shown({ tracking: _tracking, ...label }: SimLabel): object {
  return {
    ...label,
    shipment_id: label.label_id.replace('se-', 'se-9'),
    is_return_label: false,
    voided: label.status === 'voided',
  };
}

/** @see https://docs.shipstation.com/apis/docs/guides/webhooks-schemas, `TRACK_EVENT_V2` */
export function trackingOf({ tracking_number, tracking_url, carrier_code, tracking }: SimLabel): object {
  const { status_code, events } = tracking;
  const delivered = status_code === 'DE' ? events.at(-1)?.occurred_at : undefined;
  return {
    tracking_number,
    tracking_url,
    status_code,
    status_detail_code: null,
    status_detail_description: null,
    carrier_code,
    carrier_id: 3,
    status_description: WORDS[status_code] ?? 'Unknown',
    carrier_status_code: status_code === 'NY' ? 'M' : status_code,
    carrier_status_description: events.at(-1)?.description ?? 'Label created.',
    ship_date: events[0]?.occurred_at ?? null,
    estimated_delivery_date: null,
    actual_delivery_date: delivered ?? null,
    exception_description: null,
    events: events.toReversed(),
  };
}
