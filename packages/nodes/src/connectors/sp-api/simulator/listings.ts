import { z } from 'zod';
import { json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import { failed } from './replies.ts';

const Listing = z.object({
  productType: z.string(),
  requirements: z.enum(['LISTING', 'LISTING_PRODUCT_ONLY', 'LISTING_OFFER_ONLY']).default('LISTING'),
  attributes: z.record(z.string(), z.array(z.record(z.string(), z.json())).min(1)),
});
const Patch = z.object({
  productType: z.string(),
  patches: z
    .array(
      z.object({
        op: z.literal('replace'),
        path: z.literal('/attributes/fulfillment_availability'),
        value: z.array(z.object({ fulfillment_channel_code: z.string(), quantity: z.int().min(0) })).length(1),
      }),
    )
    .length(1),
});

/** What the seller says of articles: the listings as a whole, and their stock beside them. @see Listings Items API v2021-08-01 */
export function createListings({ ids, isInvalid }: { readonly ids: Random; readonly isInvalid: () => boolean }) {
  const stock = new Map<string, number>();
  const said = new Map<string, Omit<z.infer<typeof Listing>, 'requirements'>>();
  const accepted = (sku: string) => json(200, { sku, status: 'ACCEPTED', submissionId: ids.hex(32), issues: [] });
  /** A 200 that took nothing. */
  const invalid = (sku: string): Reply => {
    const issues = [{ code: '90220', message: 'The attribute is not valid for this listing.', severity: 'ERROR' }];
    return json(200, { sku, status: 'INVALID', submissionId: ids.hex(32), issues });
  };
  return {
    put: (sku: string, request: SimRequest): Reply => {
      const parsed = Listing.safeParse(readJson(request.body));
      if (!parsed.success) return failed(400, 'InvalidInput', parsed.error.issues[0]?.message ?? 'Invalid Input');
      const { productType, attributes } = parsed.data;
      if (isInvalid() || !('item_name' in attributes)) return invalid(sku);
      said.set(sku, { productType, attributes });
      return accepted(sku);
    },
    patch: (sku: string, request: SimRequest): Reply => {
      const parsed = Patch.safeParse(readJson(request.body));
      if (!parsed.success) return failed(400, 'InvalidInput', parsed.error.issues[0]?.message ?? 'Invalid Input');
      if (isInvalid()) return invalid(sku);
      stock.set(sku, parsed.data.patches[0]?.value[0]?.quantity ?? 0);
      return accepted(sku);
    },
    state: () => ({
      listings: [...stock].map(([sku, quantity]) => ({ sku, quantity })),
      catalogue: [...said].map(([sku, listing]) => ({ sku, ...listing })),
    }),
  };
}
