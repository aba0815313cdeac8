import type { RunNode } from '@lockstep/schema/node';
import { textAt } from '../../kit/read-json.ts';
import { postToWms } from '../client.ts';
import type { cancelShipment } from './definition.ts';

export const runCancelShipment: RunNode<typeof cancelShipment> = async ({ params }, ctx) => {
  const { shipmentId } = params;
  const path = `/v1/shipments/${encodeURIComponent(shipmentId)}/cancel`;
  const { status, body } = await postToWms(ctx, params.connection, { path, body: {}, also: [409] });
  if (status !== 409) return { port: 'cancelled', value: { shipmentId } };
  const reason = textAt(body, 'detail') ?? 'It is packed already.';
  return { port: 'too-late', value: { shipmentId, reason } };
};
