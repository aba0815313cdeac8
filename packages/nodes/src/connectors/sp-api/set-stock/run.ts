import type { RunNode } from '@lockstep/schema/node';
import { askAmazon, unreadable } from '../client.ts';
import { listingPath, submissionOf } from '../listings.ts';
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
    path: listingPath(settings.sellerId, sku),
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
  const said = submissionOf(answer);
  if (!said) return unreadable(true);
  if (!said.taken) return { port: 'invalid', value: { sku, issues: said.issues } };
  return { port: 'out', value: { sku, quantity, submissionId: said.submissionId } };
};
