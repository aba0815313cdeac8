import type { RunNode } from '@lockstep/schema/node';
import { listAt, textAt } from '../../kit/read-json.ts';
import { askAmazon, unreadable } from '../client.ts';
import { marketplacesOf } from '../params.ts';
import type { setAmazonStock } from './definition.ts';

export const runSetAmazonStock: RunNode<typeof setAmazonStock> = async (
  { params: { connection, sku, quantity } },
  ctx,
) => {
  const { settings } = await ctx.connection(connection);
  const answer = await askAmazon(ctx, connection, {
    operation: 'patchListingsItem',
    method: 'PATCH',
    path: `/listings/2021-08-01/items/${encodeURIComponent(settings.sellerId ?? '')}/${encodeURIComponent(sku)}`,
    query: { marketplaceIds: marketplacesOf(settings).join(',') },
    body: {
      productType: 'PRODUCT',
      patches: [
        {
          op: 'replace',
          path: '/attributes/fulfillment_availability',
          value: [{ fulfillment_channel_code: 'DEFAULT', quantity }],
        },
      ],
    },
  });
  const status = textAt(answer, 'status');
  // A 200 may say that nothing was taken.
  if (status === 'INVALID') {
    const issues = listAt(answer, 'issues').map((issue) => ({
      code: textAt(issue, 'code') ?? '',
      message: textAt(issue, 'message') ?? '',
      severity: textAt(issue, 'severity') ?? '',
    }));
    return { port: 'invalid', value: { sku, issues } };
  }
  if (status !== 'ACCEPTED' && status !== 'VALID') return unreadable(true);
  return { port: 'out', value: { sku, quantity, submissionId: textAt(answer, 'submissionId') ?? '' } };
};
