import type { Flow } from '@lockstep/schema/graph';
import { analyticsCounts } from './analytics/analytics-counts.ts';
import { analyticsOutbox } from './analytics/analytics-outbox.ts';
import { bcChanges } from './bc-changes.ts';
import { carrierStatus } from './carrier-status.ts';
import { fulfilmentUpdates } from './cases/fulfilment-updates.ts';
import { orderPromises } from './cases/order-promises.ts';
import { customerToCrm, customerToErp, customerToShop } from './customers/customer-to.ts';
import { customersFromCrm } from './customers/customers-from-crm.ts';
import { customersFromCrmChanges } from './customers/customers-from-crm-changes.ts';
import { customersFromErp } from './customers/customers-from-erp.ts';
import { customersFromShop } from './customers/customers-from-shop.ts';
import { dailySales } from './daily-sales.ts';
import { firstSteps } from './first-steps.ts';
import { capabilityApis } from './layers/capability-apis.ts';
import { systemFlows } from './layers/index.ts';
import { orderApi } from './layers/order-api.ts';
import { priceCheck } from './layers/price-check.ts';
import { takeOrder } from './layers/take-order.ts';
import { fileRowsLeft, storeStockFile } from './legacy/store-stock-file.ts';
import { loyaltyAccrue } from './loyalty/loyalty-accrue.ts';
import { loyaltyOrders } from './loyalty/loyalty-orders.ts';
import { loyaltyReverse } from './loyalty/loyalty-reverse.ts';
import { marketplaceOrders } from './marketplace/marketplace-orders.ts';
import { milestonesToMarketplace } from './marketplace/milestones-to-marketplace.ts';
import { missingOrders } from './missing-orders.ts';
import { orderCompleted } from './order-completed.ts';
import { orderLines } from './order-lines.ts';
import { orderStatus } from './order-status.ts';
import { clickAndCollect } from './order-to-cash/click-and-collect.ts';
import { fulfilGroup } from './order-to-cash/fulfil-group.ts';
import { fulfilmentCallbacks } from './order-to-cash/fulfilment-callbacks.ts';
import { milestonesToCrm, milestonesToShop } from './order-to-cash/milestones.ts';
import { orderGaps } from './order-to-cash/order-gaps.ts';
import { orderIntake } from './order-to-cash/order-intake.ts';
import { orderToCash } from './order-to-cash/order-to-cash.ts';
import { releaseSources } from './order-to-cash/release-sources.ts';
import { reserveSources } from './order-to-cash/reserve-sources.ts';
import { orderToErp } from './order-to-erp.ts';
import { parcelTracking } from './parcels/parcel-tracking.ts';
import { parcelsToCrm } from './parcels/parcels-to-crm.ts';
import { shipOrder } from './parcels/ship-order.ts';
import { partnerShipments } from './partners/partner-shipments.ts';
import { purchaseOrder } from './partners/purchase-order.ts';
import { supplierFiles } from './partners/supplier-files.ts';
import { warehouseOrders } from './partners/warehouse-orders.ts';
import { checkoutOrders } from './payments/checkout-orders.ts';
import { takePayment } from './payments/take-payment.ts';
import { taxReview } from './payments/tax-review.ts';
import { productToMarketplace, productToShop, productToWarehouse } from './products/product-to.ts';
import { productsFromErp } from './products/products-from-erp.ts';
import { returnApproval } from './return-approval.ts';
import { returnSettled } from './returns/return-settled.ts';
import { returnToRefund } from './returns/return-to-refund.ts';
import { serviceCase } from './service/service-case.ts';
import { cancelOrder } from './shop/cancel-order.ts';
import { keepSubscriptions } from './shop/keep-subscriptions.ts';
import { missedOrders } from './shop/missed-orders.ts';
import { orderChanges } from './shop/order-changes.ts';
import { refundsInShop } from './shop/refunds-in-shop.ts';
import { shopRefunds } from './shop/shop-refunds.ts';
import { stockChanges } from './stock/stock-changes.ts';
import { stockFile } from './stock/stock-file.ts';
import { stockForMarketplace } from './stock/stock-for-marketplace.ts';
import { stockForShop } from './stock/stock-for-shop.ts';
import { stockProjection } from './stock/stock-projection.ts';
import { stockQuery } from './stock/stock-query.ts';
import { confirmOrder } from './sub-flows/confirm-order.ts';
import { reserveStock } from './sub-flows/reserve-stock.ts';
import { tellCustomer } from './sub-flows/tell-customer.ts';
import { subscriptionOrders } from './subscriptions/subscription-orders.ts';
import { supplierAcknowledgements } from './supplier-acknowledgements.ts';
import { supplierAnswer } from './supplier-answer.ts';
import { taxAtCheckout } from './tax-at-checkout.ts';
import { wrappedEndpoint } from './wrap/wrapped-endpoint.ts';

export { type SampleBinding, sampleBindings } from './bindings.ts';
export { type SampleChannel, sampleChannels } from './channels.ts';
export { sampleTopics } from './stock/topics.ts';
export { type SampleTable, sampleTables } from './tables.ts';

/** Flows a demo installation imports and publishes when they are not there yet. Connections: those of the estate. */
export const samples: readonly Flow[] = [
  orderToErp,
  orderStatus,
  // What is called comes before what calls it: systems, then the business, then its channels.
  ...systemFlows,
  reserveSources,
  releaseSources,
  fulfilGroup,
  orderGaps,
  orderToCash,
  orderIntake,
  orderChanges,
  cancelOrder,
  refundsInShop,
  shopRefunds,
  keepSubscriptions,
  missedOrders,
  marketplaceOrders,
  subscriptionOrders,
  fulfilmentCallbacks,
  milestonesToCrm,
  milestonesToShop,
  milestonesToMarketplace,
  clickAndCollect,
  orderPromises,
  fulfilmentUpdates,
  serviceCase,
  carrierStatus,
  returnApproval,
  returnToRefund,
  returnSettled,
  loyaltyOrders,
  loyaltyAccrue,
  loyaltyReverse,
  analyticsOutbox,
  analyticsCounts,
  dailySales,
  stockChanges,
  stockProjection,
  stockQuery,
  stockForShop,
  stockForMarketplace,
  stockFile,
  fileRowsLeft,
  storeStockFile,
  orderLines,
  missingOrders,
  orderCompleted,
  supplierAcknowledgements,
  supplierAnswer,
  purchaseOrder,
  supplierFiles,
  warehouseOrders,
  partnerShipments,
  // What is called comes before what calls it.
  reserveStock,
  tellCustomer,
  confirmOrder,
  takeOrder,
  orderApi,
  ...capabilityApis,
  priceCheck,
  shipOrder,
  parcelTracking,
  parcelsToCrm,
  taxAtCheckout,
  taxReview,
  checkoutOrders,
  takePayment,
  bcChanges,
  customersFromShop,
  customersFromCrm,
  customersFromCrmChanges,
  customersFromErp,
  customerToShop,
  customerToCrm,
  customerToErp,
  productsFromErp,
  productToShop,
  productToMarketplace,
  productToWarehouse,
  wrappedEndpoint,
  firstSteps,
];

/** What a company begins with, because friction is highest there (R105): order sync, inventory visibility and returns. */
export const starterPack: readonly Flow[] = [orderToErp, stockProjection, returnToRefund];
