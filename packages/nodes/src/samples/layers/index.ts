import type { Flow } from '@lockstep/schema/graph';
import { availabilityS4, availabilityWms } from './availability.ts';
import { cancelSalesOrderBc, cancelSalesOrderS4 } from './cancel-sales-order.ts';
import { cancelShipmentSupplier, cancelShipmentWms } from './cancel-shipment.ts';
import { cancelShipmentX12 } from './cancel-shipment-x12.ts';
import { cancelCreditMemoS4, createCreditMemoS4, releaseCreditMemoS4 } from './credit-memos.ts';
import { createDeliveryBc } from './deliveries-bc.ts';
import { createDeliveryS4 } from './deliveries-s4.ts';
import { sendEventsElasticsearch } from './events.ts';
import { findCustomerSalesforce } from './find-customer.ts';
import { releaseInventorySupplier, reserveInventorySupplier } from './inventory-supplier.ts';
import { releaseInventoryWms, reserveInventoryWms } from './inventory-wms.ts';
import { createInvoiceBc } from './invoices-bc.ts';
import { createInvoiceS4 } from './invoices-s4.ts';
import { buyLabelEasypost, buyLabelShipstation } from './labels.ts';
import { authorisePaymentStripe, capturePaymentStripe, voidPaymentStripe } from './payments.ts';
import { priceLimitsS4 } from './price-limits.ts';
import { syncProductBc } from './products-bc.ts';
import { syncProductS4 } from './products-s4.ts';
import { refundPaymentShopify, refundPaymentStripe } from './refunds.ts';
import { authoriseReturnS4 } from './returns.ts';
import { salesOrderBc, salesOrderS4 } from './sales-orders.ts';
import { updateShipmentCrm } from './shipments-crm.ts';
import { updateShipmentS4 } from './shipments-s4.ts';
import { releaseShipmentSupplier } from './shipping-supplier.ts';
import { releaseShipmentWms } from './shipping-wms.ts';
import { releaseShipmentSupplierX12, releaseShipmentWarehouseX12 } from './shipping-x12.ts';
import { quoteTaxAvatax } from './tax.ts';
import { validateCustomerBc, validateCustomerS4 } from './validate-customer.ts';
import { withdrawReturnS4 } from './withdraw-return.ts';

/** The flows that offer capabilities. Of two that offer the same one, the first is bound to it in a new installation. */
export const systemFlows: readonly Flow[] = [
  salesOrderS4,
  salesOrderBc,
  cancelSalesOrderS4,
  cancelSalesOrderBc,
  reserveInventoryWms,
  reserveInventorySupplier,
  releaseInventoryWms,
  releaseInventorySupplier,
  releaseShipmentWms,
  releaseShipmentSupplier,
  releaseShipmentWarehouseX12,
  releaseShipmentSupplierX12,
  cancelShipmentWms,
  cancelShipmentSupplier,
  cancelShipmentX12,
  findCustomerSalesforce,
  validateCustomerS4,
  validateCustomerBc,
  availabilityWms,
  availabilityS4,
  syncProductS4,
  syncProductBc,
  updateShipmentCrm,
  updateShipmentS4,
  createDeliveryS4,
  createDeliveryBc,
  createInvoiceS4,
  createInvoiceBc,
  authoriseReturnS4,
  withdrawReturnS4,
  createCreditMemoS4,
  releaseCreditMemoS4,
  cancelCreditMemoS4,
  refundPaymentStripe,
  refundPaymentShopify,
  quoteTaxAvatax,
  authorisePaymentStripe,
  capturePaymentStripe,
  voidPaymentStripe,
  buyLabelEasypost,
  buyLabelShipstation,
  sendEventsElasticsearch,
  priceLimitsS4,
];
