import type { JsonObject } from '../../../../simulators/kit/exchange.ts';
import type { Line } from './basket.ts';
import { type Cents, type MoneySet, printAmount } from './money.ts';

export interface LinePrint {
  readonly id: number;
  readonly set: (cents: Cents) => MoneySet;
  readonly taxLines: readonly JsonObject[];
  /** As sold; `null` where the product was entered without one. */
  readonly sku: string | null;
}

/** One `line_items[]` of an order nobody has touched yet. */
export function printLine({ variant, quantity, discount }: Line, { id, set, taxLines, sku }: LinePrint): JsonObject {
  const { title, variantTitle, cents } = variant;
  return {
    id,
    admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
    attributed_staffs: [],
    current_quantity: quantity,
    fulfillable_quantity: quantity,
    fulfillment_service: variant.giftCard ? 'gift_card' : 'manual',
    fulfillment_status: null,
    gift_card: variant.giftCard,
    grams: variant.grams,
    name: variantTitle === null ? title : `${title} - ${variantTitle}`,
    price: printAmount(cents),
    price_set: set(cents),
    product_exists: true,
    product_id: variant.productId,
    properties: variant.sku.startsWith('APR') ? [{ name: 'Embroidery', value: 'Chef Zoë' }] : [],
    quantity,
    requires_shipping: !variant.giftCard,
    sku,
    taxable: !variant.giftCard,
    title,
    // Shopify keeps order-wide codes in the allocations; this is for reductions of the line alone.
    total_discount: '0.00',
    total_discount_set: set(0),
    variant_id: variant.variantId,
    variant_inventory_management: variant.giftCard ? null : 'shopify',
    variant_title: variantTitle,
    vendor: variant.vendor,
    tax_lines: taxLines,
    duties: [],
    discount_allocations:
      discount > 0 ? [{ amount: printAmount(discount), amount_set: set(discount), discount_application_index: 0 }] : [],
  };
}
