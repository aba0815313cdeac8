import { buildSchema } from 'graphql';
import { TOPIC_NAMES } from './subscriptions.ts';

/** The part of the GraphQL Admin API (2026-07) this simulator serves, in Shopify's own names and nullability. */
export const adminSchema = buildSchema(`
directive @idempotent(key: String!) on FIELD

scalar CurrencyCode
scalar Date
scalar DateTime
scalar Decimal
scalar Money
scalar URL

type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
type UserError { field: [String!] message: String! }

type Shop { id: ID! name: String! email: String! myshopifyDomain: String! currencyCode: CurrencyCode! }
type Location { id: ID! name: String! isActive: Boolean! }
type LocationConnection { nodes: [Location!]! pageInfo: PageInfo! }

type LineItem {
  id: ID! name: String! title: String! sku: String quantity: Int! currentQuantity: Int!
  unfulfilledQuantity: Int! requiresShipping: Boolean! originalUnitPriceSet: MoneyBag!
}
type LineItemConnection { nodes: [LineItem!]! pageInfo: PageInfo! }

type Metafield { id: ID! namespace: String! key: String! type: String! value: String! updatedAt: DateTime! }
type MetafieldConnection { nodes: [Metafield!]! pageInfo: PageInfo! }

enum OrderTransactionKind { SALE REFUND AUTHORIZATION CAPTURE VOID }
enum OrderTransactionStatus { SUCCESS PENDING FAILURE ERROR }
type OrderTransaction {
  id: ID! kind: OrderTransactionKind! status: OrderTransactionStatus! gateway: String amountSet: MoneyBag!
  processedAt: DateTime parentTransaction: OrderTransaction
}
type OrderTransactionConnection { nodes: [OrderTransaction!]! pageInfo: PageInfo! }

enum RefundLineItemRestockType { CANCEL NO_RESTOCK RETURN }
type RefundLineItem { quantity: Int! restockType: RefundLineItemRestockType! lineItem: LineItem! }
type RefundLineItemConnection { nodes: [RefundLineItem!]! pageInfo: PageInfo! }
type Refund {
  id: ID! createdAt: DateTime note: String totalRefundedSet: MoneyBag!
  refundLineItems(first: Int, after: String): RefundLineItemConnection!
  transactions(first: Int, after: String): OrderTransactionConnection!
}

enum FulfillmentStatus { SUCCESS CANCELLED ERROR FAILURE }
type FulfillmentTrackingInfo { company: String number: String url: URL }
type FulfillmentLineItem { id: ID! quantity: Int lineItem: LineItem! }
type FulfillmentLineItemConnection { nodes: [FulfillmentLineItem!]! pageInfo: PageInfo! }
type Fulfillment {
  id: ID! name: String! status: FulfillmentStatus! createdAt: DateTime!
  trackingInfo(first: Int): [FulfillmentTrackingInfo!]!
  fulfillmentLineItems(first: Int, after: String): FulfillmentLineItemConnection!
}

enum FulfillmentOrderStatus { OPEN IN_PROGRESS CLOSED CANCELLED INCOMPLETE ON_HOLD SCHEDULED }
type FulfillmentOrderAssignedLocation { name: String! location: Location }
type FulfillmentOrderLineItem { id: ID! totalQuantity: Int! remainingQuantity: Int! sku: String lineItem: LineItem! }
type FulfillmentOrderLineItemConnection { nodes: [FulfillmentOrderLineItem!]! pageInfo: PageInfo! }
type FulfillmentOrder {
  id: ID! status: FulfillmentOrderStatus! assignedLocation: FulfillmentOrderAssignedLocation!
  lineItems(first: Int, after: String): FulfillmentOrderLineItemConnection!
}
type FulfillmentOrderConnection { nodes: [FulfillmentOrder!]! pageInfo: PageInfo! }

type Order {
  id: ID! legacyResourceId: ID! name: String! email: String note: String createdAt: DateTime! updatedAt: DateTime!
  currencyCode: CurrencyCode! displayFinancialStatus: String displayFulfillmentStatus: String!
  totalPriceSet: MoneyBag! totalRefundedSet: MoneyBag!
  lineItems(first: Int, after: String): LineItemConnection!
  transactions(first: Int): [OrderTransaction!]!
  refunds(first: Int): [Refund!]!
  fulfillments(first: Int): [Fulfillment!]!
  fulfillmentOrders(first: Int, after: String): FulfillmentOrderConnection!
  metafield(namespace: String, key: String!): Metafield
  metafields(first: Int, namespace: String): MetafieldConnection!
}
type OrderEdge { cursor: String! node: Order! }
type OrderConnection { nodes: [Order!]! edges: [OrderEdge!]! pageInfo: PageInfo! }

type InventoryQuantity { id: ID! name: String! quantity: Int! }
type InventoryLevel { id: ID! item: InventoryItem! location: Location! quantities(names: [String!]!): [InventoryQuantity!]! }
type InventoryLevelConnection { nodes: [InventoryLevel!]! pageInfo: PageInfo! }
type InventoryItem {
  id: ID! sku: String tracked: Boolean!
  inventoryLevel(locationId: ID!): InventoryLevel
  inventoryLevels(first: Int, after: String): InventoryLevelConnection!
}
type InventoryItemConnection { nodes: [InventoryItem!]! pageInfo: PageInfo! }

enum WebhookSubscriptionTopic { ${TOPIC_NAMES.join(' ')} }
enum WebhookSubscriptionFormat { JSON XML }
type WebhookSubscription {
  id: ID! legacyResourceId: ID! topic: WebhookSubscriptionTopic! uri: String! format: WebhookSubscriptionFormat!
}
type WebhookSubscriptionConnection { nodes: [WebhookSubscription!]! pageInfo: PageInfo! }
input WebhookSubscriptionInput { uri: String format: WebhookSubscriptionFormat includeFields: [String!] filter: String }
type WebhookSubscriptionCreatePayload { webhookSubscription: WebhookSubscription userErrors: [UserError!]! }
type WebhookSubscriptionDeletePayload { deletedWebhookSubscriptionId: ID userErrors: [UserError!]! }

type Query {
  webhookSubscriptions(first: Int, after: String, topics: [WebhookSubscriptionTopic!]): WebhookSubscriptionConnection!
  shop: Shop!
  order(id: ID!): Order
  refund(id: ID!): Refund
  fulfillment(id: ID!): Fulfillment
  orders(first: Int, after: String, query: String, reverse: Boolean = false): OrderConnection!
  locations(first: Int, after: String): LocationConnection!
  inventoryItem(id: ID!): InventoryItem
  inventoryItems(first: Int, after: String, query: String): InventoryItemConnection!
}

input OrderTransactionInput { orderId: ID! amount: Money! gateway: String! kind: OrderTransactionKind! parentId: ID }
input RefundLineItemInput { lineItemId: ID! quantity: Int! restockType: RefundLineItemRestockType locationId: ID }
input RefundInput {
  orderId: ID! note: String notify: Boolean currency: CurrencyCode allowOverRefunding: Boolean
  refundLineItems: [RefundLineItemInput!] transactions: [OrderTransactionInput!]
}
type RefundCreatePayload { order: Order refund: Refund userErrors: [UserError!]! }

input FulfillmentOrderLineItemInput { id: ID! quantity: Int! }
input FulfillmentOrderLineItemsInput { fulfillmentOrderId: ID! fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!] }
input FulfillmentTrackingInput { company: String number: String url: URL numbers: [String!] urls: [URL!] }
input FulfillmentInput {
  lineItemsByFulfillmentOrder: [FulfillmentOrderLineItemsInput!]! notifyCustomer: Boolean = false
  trackingInfo: FulfillmentTrackingInput
}
type FulfillmentCreatePayload { fulfillment: Fulfillment userErrors: [UserError!]! }

input MetafieldsSetInput { ownerId: ID! namespace: String key: String! type: String value: String! compareDigest: String }
type MetafieldsSetUserError { code: String elementIndex: Int field: [String!] message: String! }
type MetafieldsSetPayload { metafields: [Metafield!] userErrors: [MetafieldsSetUserError!]! }

input InventoryQuantityInput { inventoryItemId: ID! locationId: ID! quantity: Int! changeFromQuantity: Int }
input InventorySetQuantitiesInput {
  name: String! reason: String! referenceDocumentUri: String quantities: [InventoryQuantityInput!]!
}
type InventoryChange { name: String! delta: Int! quantityAfterChange: Int item: InventoryItem location: Location }
type InventoryAdjustmentGroup {
  id: ID! createdAt: DateTime! reason: String! referenceDocumentUri: String changes: [InventoryChange!]!
}
type InventorySetQuantitiesUserError { code: String field: [String!] message: String! }
type InventorySetQuantitiesPayload {
  inventoryAdjustmentGroup: InventoryAdjustmentGroup userErrors: [InventorySetQuantitiesUserError!]!
}

enum ProductStatus { ACTIVE DRAFT ARCHIVED }
enum WeightUnit { KILOGRAMS GRAMS POUNDS OUNCES }
type Product { id: ID! handle: String! }
input ProductSetIdentifiers { id: ID handle: String }
input OptionValueSetInput { name: String }
input OptionSetInput { name: String values: [OptionValueSetInput!] }
input VariantOptionValueInput { optionName: String name: String }
input WeightInput { value: Float! unit: WeightUnit! }
input InventoryItemMeasurementInput { weight: WeightInput }
input ProductVariantInventoryItemInput { measurement: InventoryItemMeasurementInput tracked: Boolean }
input ProductVariantSetInput {
  optionValues: [VariantOptionValueInput!]! sku: String barcode: String price: Money
  inventoryItem: ProductVariantInventoryItemInput
}
input ProductMetafieldInput { namespace: String! key: String! type: String! value: String! }
input ProductSetInput {
  handle: String title: String descriptionHtml: String status: ProductStatus productType: String vendor: String
  tags: [String!] productOptions: [OptionSetInput!] variants: [ProductVariantSetInput!]
  metafields: [ProductMetafieldInput!]
}
type ProductSetUserError { code: String field: [String!] message: String! }
type ProductSetPayload { product: Product userErrors: [ProductSetUserError!]! }

type Mutation {
  webhookSubscriptionCreate(topic: WebhookSubscriptionTopic!, webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionCreatePayload
  webhookSubscriptionDelete(id: ID!): WebhookSubscriptionDeletePayload
  productSet(identifier: ProductSetIdentifiers, input: ProductSetInput!, synchronous: Boolean = true): ProductSetPayload
  refundCreate(input: RefundInput!): RefundCreatePayload
  fulfillmentCreate(fulfillment: FulfillmentInput!, message: String): FulfillmentCreatePayload
  metafieldsSet(metafields: [MetafieldsSetInput!]!): MetafieldsSetPayload
  inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload
}
`);
