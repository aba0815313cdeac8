import type { RunNode } from '@lockstep/schema/node';
import { textAt } from '../../kit/read-json.ts';
import { openSapService } from '../client.ts';
import { DELIVERY_SERVICE } from '../documents.ts';
import { literal } from '../odata.ts';
import type { postGoodsIssue } from './definition.ts';

export const runPostGoodsIssue: RunNode<typeof postGoodsIssue> = async ({ params }, ctx) => {
  const { connection, delivery } = params;
  const service = await openSapService(ctx, connection, DELIVERY_SERVICE);
  // The etag is needed anyway, and its status tells whether an earlier attempt arrived.
  const d = await service.get(`A_OutbDeliveryHeader(${literal(delivery)})`);
  if (textAt(d, 'OverallGoodsMovementStatus') === 'C') return { port: 'posted', value: { delivery, posted: false } };
  const etag = textAt(d, '__metadata', 'etag') ?? '*';
  await service.post(
    `PostGoodsIssue?DeliveryDocument=${encodeURIComponent(literal(delivery))}`,
    {},
    { 'if-match': etag },
  );
  return { port: 'posted', value: { delivery, posted: true } };
};
