import type { JsonObject } from '../../../simulators/kit/exchange.ts';
import type { MarketItem, MarketOrder } from './orders.ts';

export const MARKETPLACE = 'A1PA6795UKMFR9';
const CURRENCY = 'EUR';

/** An order as getOrders and getOrder tell it; buyer and address only to who may see them. @see Orders API v0, Order */
export function orderShape(order: MarketOrder, { restricted }: { readonly restricted: boolean }): JsonObject {
  const { id, placedAt, changedAt, status, items, buyer } = order;
  const total = items.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0);
  const shipped = items.reduce((sum, item) => sum + item.shipped, 0);
  const ordered = items.reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    AmazonOrderId: id,
    PurchaseDate: iso(placedAt),
    LastUpdateDate: iso(changedAt),
    OrderStatus: status,
    FulfillmentChannel: 'MFN',
    SalesChannel: 'Amazon.de',
    ShipServiceLevel: 'Std DE Dom',
    // A pending order is not paid yet, and has no total.
    ...(status !== 'Pending' && { OrderTotal: money(total) }),
    NumberOfItemsShipped: shipped,
    NumberOfItemsUnshipped: ordered - shipped,
    PaymentMethod: 'Other',
    IsReplacementOrder: false,
    MarketplaceId: MARKETPLACE,
    ShipmentServiceLevelCategory: 'Standard',
    OrderType: 'StandardOrder',
    EarliestShipDate: iso(placedAt),
    LatestShipDate: iso(placedAt + 2 * 86_400_000),
    IsBusinessOrder: false,
    IsPrime: false,
    ...(restricted && {
      BuyerInfo: { BuyerEmail: buyer.email, BuyerName: buyer.name },
      ShippingAddress: {
        Name: buyer.name,
        AddressLine1: buyer.street,
        City: buyer.city,
        PostalCode: buyer.postalCode,
        CountryCode: 'DE',
      },
    }),
  };
}

/** @see Orders API v0, OrderItem: prices are those of all pieces of a line */
export function itemShape({ orderItemId, sku, title, quantity, shipped, cents }: MarketItem): JsonObject {
  const tax = Math.round((quantity * cents * 19) / 119);
  return {
    ASIN: `B0${sku.replaceAll(/\W/g, '').padEnd(8, '0').slice(0, 8)}`,
    OrderItemId: orderItemId,
    SellerSKU: sku,
    Title: title,
    QuantityOrdered: quantity,
    QuantityShipped: shipped,
    ItemPrice: money(quantity * cents),
    ItemTax: money(tax),
    PromotionDiscount: money(0),
    IsGift: 'false',
    ConditionId: 'New',
  };
}

function money(cents: number): JsonObject {
  return { CurrencyCode: CURRENCY, Amount: (cents / 100).toFixed(2) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
