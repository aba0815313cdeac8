/** What both maps give: where a parcel is in canonical words, with the carrier's own beside them. */
const MOVE = `// A status nobody mapped yet is not dropped: it is "unknown", and the carrier's word goes on beside it.
`;

/** EasyPost's tracker events. Statuses: docs.easypost.com/docs/trackers. */
export const fromEasypost = `${MOVE}const STATUS: Record<string, string> = {
  unknown: 'unknown',
  pre_transit: 'created',
  in_transit: 'in-transit',
  out_for_delivery: 'out-for-delivery',
  delivered: 'delivered',
  available_for_pickup: 'ready-for-pickup',
  return_to_sender: 'returned-to-sender',
  failure: 'exception',
  error: 'exception',
  cancelled: 'cancelled',
};
const word = (said: string): string => (Object.hasOwn(STATUS, said) ? STATUS[said] : 'unknown');
type Row = Record<string, any>;

export default function map(input: Row) {
  const { result } = input;
  const scans: Row[] = result.tracking_details ?? [];
  return {
    trackingNumber: result.tracking_code,
    carrier: result.carrier,
    status: word(result.status),
    carrierStatus: result.status,
    isMapped: Object.hasOwn(STATUS, result.status),
    at: scans.at(-1)?.datetime ?? result.updated_at,
    events: scans.map((scan) => ({
      status: word(scan.status),
      carrierStatus: scan.status,
      at: scan.datetime,
      place: place(scan.tracking_location),
      message: scan.message || undefined,
    })),
  };
}

function place(at: Row | null): string | undefined {
  const parts = [at?.city, at?.state, at?.country].filter((part) => part);
  return parts.length > 0 ? parts.join(', ') : undefined;
}
`;

/** ShipStation's tracking webhooks. Codes: docs.shipstation.com/apis/docs/guides/webhooks-schemas. */
export const fromShipstation = `${MOVE}const STATUS: Record<string, string> = {
  UN: 'unknown',
  NY: 'created',
  AC: 'handed-over',
  IT: 'in-transit',
  AT: 'delayed',
  DE: 'delivered',
  EX: 'exception',
  SP: 'ready-for-pickup',
};
const word = (said: string): string => (Object.hasOwn(STATUS, said) ? STATUS[said] : 'unknown');
type Row = Record<string, any>;

export default function map(input: Row, ctx: { now: number }) {
  const { data } = input;
  // Newest first here, oldest first in the canonical shipment.
  const scans: Row[] = [...(data.events ?? [])].reverse();
  return {
    trackingNumber: data.tracking_number,
    carrier: data.carrier_code,
    status: word(data.status_code),
    carrierStatus: data.status_code,
    isMapped: Object.hasOwn(STATUS, data.status_code),
    at: scans.at(-1)?.occurred_at ?? new Date(ctx.now).toISOString(),
    events: scans.map((scan) => ({
      status: word(scan.status_code),
      carrierStatus: scan.status_code,
      at: scan.occurred_at,
      place: [scan.city_locality, scan.country_code].filter((part) => part).join(', ') || undefined,
      message: scan.description || undefined,
    })),
  };
}
`;

/** The shipment as it was kept, with what the carrier told now. */
export const ontoShipment = `type Row = Record<string, any>;

export default function map(input: Row, ctx: { steps: Record<string, any> }) {
  const shipment: Row = input.value;
  const move: Row = ctx.steps.moved;
  return {
    ...shipment,
    // A word nobody mapped changes nothing of what we know.
    status: move.status === 'unknown' ? shipment.status : move.status,
    carrier: shipment.carrier ?? move.carrier,
    trackingNumber: move.trackingNumber,
    deliveredAt: move.status === 'delivered' ? move.at : shipment.deliveredAt,
    events: move.events,
  };
}
`;
