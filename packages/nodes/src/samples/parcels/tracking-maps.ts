/**
 * What both maps begin with. A word that the table of the carrier does not have is put down for a person; it is "unknown" until somebody says what
 * it means, and goes on beside the shipment as it came.
 */
const words = (table: string) => `type Row = Record<string, any>;

const meant = (said: string): string | undefined =>
  t.lookup('${table}', said ?? '', { to: 'status', missing: 'queue', default: undefined });

/** Later is newer. Carriers tell seconds, so of one moment it is who tells of more scans, and then who understands more of them. */
function rankOf(scans: Row[]): string | undefined {
  const last = scans.at(-1);
  if (!last) return undefined;
  const three = (count: number) => String(Math.min(count, 999)).padStart(3, '0');
  return Date.parse(last.at) + three(scans.length) + three(scans.filter(({ status }) => status !== 'unknown').length);
}
`;

/** EasyPost's tracker events. Statuses: docs.easypost.com/docs/trackers. */
export const fromEasypost = `${words('parcel-status-easypost')}
export default function map(input: Row) {
  const { result } = input;
  const events: Row[] = (result.tracking_details ?? []).map((scan: Row) => ({
    status: meant(scan.status) ?? 'unknown',
    carrierStatus: scan.status,
    at: scan.datetime,
    place: place(scan.tracking_location),
    message: scan.message || undefined,
  }));
  const status = meant(result.status);
  return {
    trackingNumber: result.tracking_code,
    carrier: result.carrier,
    status: status ?? 'unknown',
    carrierStatus: result.status,
    isMapped: status !== undefined,
    at: events.at(-1)?.at,
    rank: rankOf(events),
    events,
  };
}

function place(at: Row | null): string | undefined {
  const parts = [at?.city, at?.state, at?.country].filter((part) => part);
  return parts.length > 0 ? parts.join(', ') : undefined;
}
`;

/** ShipStation's tracking webhooks. Codes: docs.shipstation.com/apis/docs/guides/webhooks-schemas. */
export const fromShipstation = `${words('parcel-status-shipstation')}
export default function map(input: Row) {
  const { data } = input;
  // Newest first here, oldest first in the canonical shipment.
  const events: Row[] = [...(data.events ?? [])].reverse().map((scan: Row) => ({
    status: meant(scan.status_code) ?? 'unknown',
    carrierStatus: scan.status_code,
    at: scan.occurred_at,
    place: [scan.city_locality, scan.country_code].filter((part) => part).join(', ') || undefined,
    message: scan.description || undefined,
  }));
  const status = meant(data.status_code);
  return {
    trackingNumber: data.tracking_number,
    carrier: data.carrier_code,
    status: status ?? 'unknown',
    carrierStatus: data.status_code,
    isMapped: status !== undefined,
    at: events.at(-1)?.at,
    rank: rankOf(events),
    events,
  };
}
`;

/** The shipment as it was kept, with what the carrier told now. */
export const ontoShipment = `type Row = Record<string, any>;

export default function map(input: Row, ctx: { steps: Record<string, any> }) {
  const shipment: Row = input.value;
  const move: Row = ctx.steps.moved;
  // A word nobody mapped changes nothing: what holds is the last one that is understood, here or in what we kept.
  const known: Row | undefined =
    move.status === 'unknown' ? move.events.findLast((scan: Row) => scan.status !== 'unknown') : move;
  return {
    ...shipment,
    status: known?.status ?? shipment.status,
    carrier: shipment.carrier ?? move.carrier,
    trackingNumber: move.trackingNumber,
    deliveredAt: known?.status === 'delivered' ? known.at : shipment.deliveredAt,
    events: move.events,
  };
}
`;
