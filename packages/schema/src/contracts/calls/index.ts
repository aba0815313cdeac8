import type { Contract } from '../contract.ts';
import { returnAuthorisation, returnWithdrawal, returnWithdrawalRequest } from './authorise-return.ts';
import { label, labelRequest } from './buy-label.ts';
import { salesOrderCancellation, salesOrderCancellationRequest } from './cancel-sales-order.ts';
import { delivery, deliveryRequest } from './create-delivery.ts';
import { invoiceRequest } from './create-invoice.ts';
import { salesOrder } from './create-sales-order.ts';
import { creditMemo, creditMemoReference, creditMemoRequest, creditMemoState } from './credit-memo.ts';
import { customerFound, customerQuery } from './find-customer.ts';
import { availability, availabilityQuery } from './query-availability.ts';
import { priceCheck, priceLimitQuery, priceLimits } from './query-price-limits.ts';
import { taxQuote, taxRequest } from './quote-tax.ts';
import { refund, refundRequest } from './refund-payment.ts';
import {
  shipmentCancellation,
  shipmentCancellationRequest,
  shipmentRelease,
  shipmentRequest,
} from './release-shipment.ts';
import {
  inventoryRelease,
  inventoryReleaseRequest,
  inventoryReservation,
  inventoryReservationRequest,
} from './reserve-inventory.ts';
import { eventBatch, eventReceipt } from './send-events.ts';
import { productSync } from './sync-product.ts';
import { captureRequest, paymentAuthorisation, paymentRequest, paymentVoidRequest } from './take-payment.ts';
import { shipmentUpdate } from './update-shipment.ts';
import { customerValidation, customerValidationRequest } from './validate-customer.ts';

/** Requests and answers of capabilities that are no canonical data by themselves. */
export const callContracts: readonly Contract[] = [
  inventoryReservationRequest,
  inventoryReservation,
  inventoryReleaseRequest,
  inventoryRelease,
  salesOrder,
  salesOrderCancellationRequest,
  salesOrderCancellation,
  productSync,
  customerValidationRequest,
  customerValidation,
  shipmentRequest,
  shipmentRelease,
  shipmentCancellationRequest,
  shipmentCancellation,
  deliveryRequest,
  delivery,
  invoiceRequest,
  returnAuthorisation,
  returnWithdrawalRequest,
  returnWithdrawal,
  creditMemoRequest,
  creditMemo,
  creditMemoReference,
  creditMemoState,
  refundRequest,
  refund,
  labelRequest,
  label,
  taxRequest,
  taxQuote,
  paymentRequest,
  paymentAuthorisation,
  captureRequest,
  paymentVoidRequest,
  eventBatch,
  eventReceipt,
  customerQuery,
  customerFound,
  availabilityQuery,
  availability,
  shipmentUpdate,
  priceLimitQuery,
  priceLimits,
  priceCheck,
];
