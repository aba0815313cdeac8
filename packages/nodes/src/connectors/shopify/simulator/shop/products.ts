import { type Kept, keepLast } from '../../../../simulators/kit/kept.ts';
import { type Made, refused, type Shop } from './shop.ts';

export interface ProductMetafield {
  readonly namespace: string;
  readonly key: string;
  readonly type: string;
  readonly value: string;
}

/** A product of one variant, as an app set it. */
export interface ShopProduct {
  readonly id: number;
  readonly handle: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly status: string;
  readonly productType: string;
  readonly variant: {
    readonly sku: string;
    readonly barcode: string | null;
    readonly price: string;
    readonly weightKg: number | null;
  };
  readonly metafields: readonly ProductMetafield[];
}

export interface ProductSetInput {
  readonly handle?: string | null;
  readonly title?: string | null;
  readonly descriptionHtml?: string | null;
  readonly status?: string | null;
  readonly productType?: string | null;
  readonly variants?:
    | readonly {
        readonly sku?: string | null;
        readonly barcode?: string | null;
        readonly price?: string | null;
        readonly inventoryItem?: {
          readonly measurement?: { readonly weight?: { readonly value: number } | null } | null;
        } | null;
      }[]
    | null;
  readonly metafields?: readonly ProductMetafield[] | null;
}

export type Products = Kept<string, ShopProduct>;

export const createProducts = (keep: number): Products => keepLast<string, ShopProduct>(keep);

/**
 * Makes the product of this handle, or changes it to what is named; what is not named stays.
 *
 * @see shopify.dev, productSet
 */
export function setShopProduct(shop: Shop, handle: string, input: ProductSetInput): Made<ShopProduct> {
  const known = shop.products.get(handle);
  const title = input.title ?? known?.title ?? '';
  if (title === '') return refused(['input', 'title'], "Title can't be blank", 'BLANK');
  if ((input.variants?.length ?? 0) > 1) {
    return refused(['input', 'variants'], 'This simulator has products of one variant only.', 'INVALID_INPUT');
  }
  const given = input.variants?.[0];
  const price = given?.price ?? known?.variant.price ?? '0.00';
  if (Number(price) >= 1e12)
    return refused(['input', 'variants', '0', 'price'], 'Price must be less than 1000000000000', 'LESS_THAN');
  if (shop.refuses()) return refused(['input'], 'The product is not accepted.', 'INVALID_INPUT');
  const named = new Set((input.metafields ?? []).map(({ namespace, key }) => `${namespace}.${key}`));
  const product: ShopProduct = {
    id: known?.id ?? shop.nextId(),
    handle,
    title,
    descriptionHtml: input.descriptionHtml ?? known?.descriptionHtml ?? '',
    status: input.status ?? known?.status ?? 'DRAFT',
    productType: input.productType ?? known?.productType ?? '',
    variant: {
      sku: given?.sku ?? known?.variant.sku ?? '',
      barcode: given?.barcode ?? known?.variant.barcode ?? null,
      price,
      weightKg: given?.inventoryItem?.measurement?.weight?.value ?? known?.variant.weightKg ?? null,
    },
    metafields: [
      ...(known?.metafields ?? []).filter(({ namespace, key }) => !named.has(`${namespace}.${key}`)),
      ...(input.metafields ?? []),
    ].map(({ namespace, key, type, value }) => ({ namespace, key, type, value })),
  };
  shop.products.set(handle, product);
  return { made: product };
}
