import { ARTICLES } from '../../../../simulators/vocabulary/articles.ts';

/** One sellable variant. Prices are the same figure in every shop's currency. */
export interface Variant {
  readonly productId: number;
  readonly variantId: number;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string;
  readonly cents: number;
  readonly grams: number;
  readonly vendor: string | null;
  readonly giftCard: boolean;
}

const FIRST_PRODUCT = 7_300_000_000_100;

export const PRODUCTS: readonly Variant[] = ARTICLES.map(({ option, product, ...known }, at, all): Variant => {
  const productId = FIRST_PRODUCT + product;
  const nth = at - all.findIndex((one) => one.product === product);
  return { ...known, productId, variantId: productId * 4 + nth, variantTitle: option ?? null, giftCard: false };
});

export const GIFT_CARD: Variant = {
  productId: 7_300_000_000_900,
  variantId: 29_200_000_003_600,
  title: 'Gift Card',
  variantTitle: '50',
  sku: 'GIFT-50',
  cents: 5000,
  grams: 0,
  vendor: null,
  giftCard: true,
};
