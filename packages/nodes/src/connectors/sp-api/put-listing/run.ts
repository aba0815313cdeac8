import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { isObject } from '../../kit/read-json.ts';
import { askAmazon, unreadable } from '../client.ts';
import { listingPath, submissionOf } from '../listings.ts';
import { marketplacesOf } from '../params.ts';
import type { putAmazonListing } from './definition.ts';

export const runPutAmazonListing: RunNode<typeof putAmazonListing> = async ({ params }, ctx) => {
  const { connection, sku, productType, attributes } = params;
  if (!isObject(attributes)) {
    const message = 'The attributes must be an object, by the names of Amazon: { item_name: "Mug" }.';
    throw new StepError({ kind: 'item', category: 'validation', code: 'attributes-invalid', message });
  }
  const { settings } = await ctx.connection(connection);
  const marketplaces = marketplacesOf(settings);
  const answer = await askAmazon(ctx, connection, {
    operation: 'putListingsItem',
    method: 'PUT',
    path: listingPath(settings.sellerId, sku),
    query: { marketplaceIds: marketplaces.join(',') },
    body: {
      productType,
      requirements: 'LISTING',
      attributes: Object.fromEntries(
        Object.entries(attributes)
          .filter(([, value]) => value !== null)
          .map(([name, value]) => [name, Array.isArray(value) ? value : [wrapped(value, marketplaces[0] ?? '')]]),
      ),
    },
  });
  const said = submissionOf(answer);
  if (!said) return unreadable(true);
  if (!said.taken) return { port: 'invalid', value: { sku, issues: said.issues } };
  return { port: 'out', value: { sku, submissionId: said.submissionId } };
};

/** Every attribute is a list of values, each for one marketplace. @see Listings Items API, "Product Type attributes" */
function wrapped(value: Json, marketplace: string): Json {
  return isObject(value) ? { ...value, marketplace_id: marketplace } : { value, marketplace_id: marketplace };
}
