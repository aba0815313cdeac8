import type { Catalogue, NodeDefinition } from '@lockstep/schema/node';
import { onAmqpMessage } from './connectors/amqp/on-message/definition.ts';
import { sendAmqpMessage } from './connectors/amqp/send-message/definition.ts';
import { quoteTax } from './connectors/avatax/quote-tax/definition.ts';
import { recordTax } from './connectors/avatax/record-tax/definition.ts';
import { voidTax } from './connectors/avatax/void-tax/definition.ts';
import { batchBc } from './connectors/business-central/batch/definition.ts';
import { changeBcRecord } from './connectors/business-central/change-record/definition.ts';
import { createBcSalesOrder } from './connectors/business-central/create-sales-order/definition.ts';
import { keepBcSubscription } from './connectors/business-central/keep-subscription/definition.ts';
import { cancelSupplierOrder } from './connectors/dropship/cancel-order/definition.ts';
import { checkTransaction } from './connectors/dropship/check-transaction/definition.ts';
import { placeOrder } from './connectors/dropship/place-order/definition.ts';
import { readSupplierOrder } from './connectors/dropship/read-order/definition.ts';
import { releaseAtSupplier } from './connectors/dropship/release/definition.ts';
import { reserveAtSupplier } from './connectors/dropship/reserve/definition.ts';
import { buyLabel } from './connectors/easypost/buy-label/definition.ts';
import { onMqttMessage } from './connectors/mqtt/on-message/definition.ts';
import { sendMqttMessage } from './connectors/mqtt/send-message/definition.ts';
import { onNatsMessage } from './connectors/nats/on-message/definition.ts';
import { sendNatsMessage } from './connectors/nats/send-message/definition.ts';
import { batchOData } from './connectors/odata/batch/definition.ts';
import { changeODataRecord } from './connectors/odata/change-record/definition.ts';
import { createODataRecord } from './connectors/odata/create-record/definition.ts';
import { deleteODataRecord } from './connectors/odata/delete-record/definition.ts';
import { readODataRecords } from './connectors/odata/read-records/definition.ts';
import { changeRows } from './connectors/postgresql/change-rows/definition.ts';
import { readRows } from './connectors/postgresql/read-rows/definition.ts';
import { upsertRows } from './connectors/postgresql/upsert-rows/definition.ts';
import { compositeRequest } from './connectors/salesforce/composite/definition.ts';
import { queryRecords } from './connectors/salesforce/query/definition.ts';
import { upsertRecord } from './connectors/salesforce/upsert/definition.ts';
import { createCreditMemo } from './connectors/sap/create-credit-memo/definition.ts';
import { createCustomerReturn } from './connectors/sap/create-customer-return/definition.ts';
import { createDelivery } from './connectors/sap/create-delivery/definition.ts';
import { createInvoice } from './connectors/sap/create-invoice/definition.ts';
import { createSalesOrder } from './connectors/sap/create-sales-order/definition.ts';
import { postGoodsIssue } from './connectors/sap/post-goods-issue/definition.ts';
import { rejectDocument } from './connectors/sap/reject-document/definition.ts';
import { releaseCreditMemo } from './connectors/sap/release-credit-memo/definition.ts';
import { listFiles } from './connectors/sftp/list-files/definition.ts';
import { moveFile } from './connectors/sftp/move-file/definition.ts';
import { onFile } from './connectors/sftp/on-file/definition.ts';
import { readRemoteFile } from './connectors/sftp/read-file/definition.ts';
import { writeFile } from './connectors/sftp/write-file/definition.ts';
import { createLabel } from './connectors/shipstation/create-label/definition.ts';
import { fulfilOrder } from './connectors/shopify/fulfil/definition.ts';
import { queryShopify } from './connectors/shopify/graphql/definition.ts';
import { refundOrder } from './connectors/shopify/refund/definition.ts';
import { setInventory } from './connectors/shopify/set-inventory/definition.ts';
import { setMetafields } from './connectors/shopify/set-metafields/definition.ts';
import { sendMail } from './connectors/smtp/send-mail/definition.ts';
import { confirmAmazonShipment } from './connectors/sp-api/confirm-shipment/definition.ts';
import { readAmazonOrder } from './connectors/sp-api/read-order/definition.ts';
import { readAmazonOrders } from './connectors/sp-api/read-orders/definition.ts';
import { setAmazonStock } from './connectors/sp-api/set-stock/definition.ts';
import { authorizePayment } from './connectors/stripe/authorize/definition.ts';
import { cancelPayment } from './connectors/stripe/cancel/definition.ts';
import { capturePayment } from './connectors/stripe/capture/definition.ts';
import { refundPayment } from './connectors/stripe/refund/definition.ts';
import { allocate } from './connectors/wms/allocate/definition.ts';
import { cancelShipment } from './connectors/wms/cancel-shipment/definition.ts';
import { releaseShipment } from './connectors/wms/release-shipment/definition.ts';
import { approve } from './core/approve/definition.ts';
import { callCapability } from './core/call-capability/definition.ts';
import { callFlow } from './core/call-flow/definition.ts';
import { callable } from './core/callable/definition.ts';
import { checkConsent } from './core/check-consent/definition.ts';
import { checkContract } from './core/check-contract/definition.ts';
import { delay } from './core/delay/definition.ts';
import { fail } from './core/fail/definition.ts';
import { filter } from './core/filter/definition.ts';
import { forEach } from './core/for-each/definition.ts';
import { httpRequest } from './core/http-request/definition.ts';
import { keepValue } from './core/keep-value/definition.ts';
import { log } from './core/log/definition.ts';
import { manual } from './core/manual/definition.ts';
import { map } from './core/map/definition.ts';
import { onEvent } from './core/on-event/definition.ts';
import { onEventBatch } from './core/on-event-batch/definition.ts';
import { readFile } from './core/read-file/definition.ts';
import { readPages } from './core/read-pages/definition.ts';
import { readValue } from './core/read-value/definition.ts';
import { repeatUntil } from './core/repeat-until/definition.ts';
import { respond } from './core/respond/definition.ts';
import { returnValue } from './core/return/definition.ts';
import { schedule } from './core/schedule/definition.ts';
import { sendCloudEvent } from './core/send-cloud-event/definition.ts';
import { sendEvent } from './core/send-event/definition.ts';
import { setFields } from './core/set-fields/definition.ts';
import { switchCases } from './core/switch/definition.ts';
import { updateCase } from './core/update-case/definition.ts';
import { updateGoldenRecord } from './core/update-golden-record/definition.ts';
import { waitForCallback } from './core/wait-for-callback/definition.ts';
import { waitForEvent } from './core/wait-for-event/definition.ts';
import { webhook } from './core/webhook/definition.ts';
import { formatTypes } from './formats/node-types.ts';

const definitions: readonly NodeDefinition[] = [
  webhook,
  schedule,
  onEvent,
  onEventBatch,
  onFile,
  onAmqpMessage,
  onNatsMessage,
  onMqttMessage,
  manual,
  callable,
  checkContract,
  map,
  setFields,
  readValue,
  keepValue,
  ...formatTypes,
  switchCases,
  filter,
  forEach,
  repeatUntil,
  callFlow,
  callCapability,
  delay,
  waitForEvent,
  waitForCallback,
  approve,
  sendEvent,
  httpRequest,
  readPages,
  readFile,
  sendCloudEvent,
  writeFile,
  readRemoteFile,
  sendAmqpMessage,
  sendNatsMessage,
  sendMqttMessage,
  sendMail,
  readRows,
  changeRows,
  upsertRows,
  listFiles,
  moveFile,
  readAmazonOrders,
  readAmazonOrder,
  confirmAmazonShipment,
  setAmazonStock,
  queryShopify,
  refundOrder,
  fulfilOrder,
  setMetafields,
  setInventory,
  createSalesOrder,
  createDelivery,
  postGoodsIssue,
  createInvoice,
  createCustomerReturn,
  createCreditMemo,
  releaseCreditMemo,
  rejectDocument,
  allocate,
  releaseShipment,
  cancelShipment,
  reserveAtSupplier,
  releaseAtSupplier,
  placeOrder,
  checkTransaction,
  readSupplierOrder,
  cancelSupplierOrder,
  authorizePayment,
  capturePayment,
  refundPayment,
  cancelPayment,
  buyLabel,
  createLabel,
  quoteTax,
  recordTax,
  voidTax,
  upsertRecord,
  compositeRequest,
  queryRecords,
  createBcSalesOrder,
  changeBcRecord,
  batchBc,
  keepBcSubscription,
  readODataRecords,
  createODataRecord,
  changeODataRecord,
  deleteODataRecord,
  batchOData,
  respond,
  returnValue,
  updateCase,
  updateGoldenRecord,
  checkConsent,
  log,
  fail,
];

/** Every node type by its `type`, in the order of the palette. Data only: safe to load in a browser. */
export const catalogue: Catalogue = new Map(definitions.map((definition) => [definition.type, definition]));
