import type { AnyRunNode } from '@lockstep/schema/node';
import { sendAmqpMessage } from './connectors/amqp/send-message/definition.ts';
import { runSendAmqpMessage } from './connectors/amqp/send-message/run.ts';
import { countIndexedEvents } from './connectors/analytics/count-events/definition.ts';
import { runCountEvents } from './connectors/analytics/count-events/run.ts';
import { sendEvents } from './connectors/analytics/send-events/definition.ts';
import { runSendEvents } from './connectors/analytics/send-events/run.ts';
import { quoteTax } from './connectors/avatax/quote-tax/definition.ts';
import { runQuoteTax } from './connectors/avatax/quote-tax/run.ts';
import { recordTax } from './connectors/avatax/record-tax/definition.ts';
import { runRecordTax } from './connectors/avatax/record-tax/run.ts';
import { voidTax } from './connectors/avatax/void-tax/definition.ts';
import { runVoidTax } from './connectors/avatax/void-tax/run.ts';
import { batchBc } from './connectors/business-central/batch/definition.ts';
import { runBatchBc } from './connectors/business-central/batch/run.ts';
import { cancelBcSalesOrder } from './connectors/business-central/cancel-sales-order/definition.ts';
import { runCancelBcSalesOrder } from './connectors/business-central/cancel-sales-order/run.ts';
import { changeBcRecord } from './connectors/business-central/change-record/definition.ts';
import { runChangeBcRecord } from './connectors/business-central/change-record/run.ts';
import { createBcSalesOrder } from './connectors/business-central/create-sales-order/definition.ts';
import { runCreateBcSalesOrder } from './connectors/business-central/create-sales-order/run.ts';
import { keepBcSubscription } from './connectors/business-central/keep-subscription/definition.ts';
import { runKeepBcSubscription } from './connectors/business-central/keep-subscription/run.ts';
import { cancelSupplierOrder } from './connectors/dropship/cancel-order/definition.ts';
import { runCancelOrder } from './connectors/dropship/cancel-order/run.ts';
import { checkTransaction } from './connectors/dropship/check-transaction/definition.ts';
import { runCheckTransaction } from './connectors/dropship/check-transaction/run.ts';
import { placeOrder } from './connectors/dropship/place-order/definition.ts';
import { runPlaceOrder } from './connectors/dropship/place-order/run.ts';
import { readSupplierOrder } from './connectors/dropship/read-order/definition.ts';
import { runReadOrder } from './connectors/dropship/read-order/run.ts';
import { releaseAtSupplier } from './connectors/dropship/release/definition.ts';
import { runRelease } from './connectors/dropship/release/run.ts';
import { reserveAtSupplier } from './connectors/dropship/reserve/definition.ts';
import { runReserve } from './connectors/dropship/reserve/run.ts';
import { buyLabel } from './connectors/easypost/buy-label/definition.ts';
import { runBuyLabel } from './connectors/easypost/buy-label/run.ts';
import { listFtpFiles } from './connectors/ftp/list-files/definition.ts';
import { runListFtpFiles } from './connectors/ftp/list-files/run.ts';
import { moveFtpFile } from './connectors/ftp/move-file/definition.ts';
import { runMoveFtpFile } from './connectors/ftp/move-file/run.ts';
import { readFtpFile } from './connectors/ftp/read-file/definition.ts';
import { runReadFtpFile } from './connectors/ftp/read-file/run.ts';
import { writeFtpFile } from './connectors/ftp/write-file/definition.ts';
import { runWriteFtpFile } from './connectors/ftp/write-file/run.ts';
import { sendKafkaMessage } from './connectors/kafka/send-message/definition.ts';
import { runSendKafkaMessage } from './connectors/kafka/send-message/run.ts';
import { accruePoints } from './connectors/loyalty/accrue/definition.ts';
import { runAccrue } from './connectors/loyalty/accrue/run.ts';
import { readBalance } from './connectors/loyalty/read-balance/definition.ts';
import { runReadBalance } from './connectors/loyalty/read-balance/run.ts';
import { reversePoints } from './connectors/loyalty/reverse/definition.ts';
import { runReverse } from './connectors/loyalty/reverse/run.ts';
import { sendMqttMessage } from './connectors/mqtt/send-message/definition.ts';
import { runSendMqttMessage } from './connectors/mqtt/send-message/run.ts';
import { sendNatsMessage } from './connectors/nats/send-message/definition.ts';
import { runSendNatsMessage } from './connectors/nats/send-message/run.ts';
import { batchOData } from './connectors/odata/batch/definition.ts';
import { runBatchOData } from './connectors/odata/batch/run.ts';
import { callOData } from './connectors/odata/call/definition.ts';
import { runCallOData } from './connectors/odata/call/run.ts';
import { changeODataRecord } from './connectors/odata/change-record/definition.ts';
import { runChangeODataRecord } from './connectors/odata/change-record/run.ts';
import { createODataRecord } from './connectors/odata/create-record/definition.ts';
import { runCreateODataRecord } from './connectors/odata/create-record/run.ts';
import { deleteODataRecord } from './connectors/odata/delete-record/definition.ts';
import { runDeleteODataRecord } from './connectors/odata/delete-record/run.ts';
import { readODataRecords } from './connectors/odata/read-records/definition.ts';
import { runReadODataRecords } from './connectors/odata/read-records/run.ts';
import { changeRows } from './connectors/postgresql/change-rows/definition.ts';
import { runChangeRows } from './connectors/postgresql/change-rows/run.ts';
import { readRows } from './connectors/postgresql/read-rows/definition.ts';
import { runReadRows } from './connectors/postgresql/read-rows/run.ts';
import { upsertRows } from './connectors/postgresql/upsert-rows/definition.ts';
import { runUpsertRows } from './connectors/postgresql/upsert-rows/run.ts';
import { bulkResults } from './connectors/salesforce/bulk-results/definition.ts';
import { runBulkResults } from './connectors/salesforce/bulk-results/run.ts';
import { bulkUpsert } from './connectors/salesforce/bulk-upsert/definition.ts';
import { runBulkUpsert } from './connectors/salesforce/bulk-upsert/run.ts';
import { compositeRequest } from './connectors/salesforce/composite/definition.ts';
import { runComposite } from './connectors/salesforce/composite/run.ts';
import { queryRecords } from './connectors/salesforce/query/definition.ts';
import { runQuery } from './connectors/salesforce/query/run.ts';
import { upsertRecord } from './connectors/salesforce/upsert/definition.ts';
import { runUpsert } from './connectors/salesforce/upsert/run.ts';
import { createCreditMemo } from './connectors/sap/create-credit-memo/definition.ts';
import { runCreateCreditMemo } from './connectors/sap/create-credit-memo/run.ts';
import { createCustomerReturn } from './connectors/sap/create-customer-return/definition.ts';
import { runCreateCustomerReturn } from './connectors/sap/create-customer-return/run.ts';
import { createDelivery } from './connectors/sap/create-delivery/definition.ts';
import { runCreateDelivery } from './connectors/sap/create-delivery/run.ts';
import { createInvoice } from './connectors/sap/create-invoice/definition.ts';
import { runCreateInvoice } from './connectors/sap/create-invoice/run.ts';
import { createSalesOrder } from './connectors/sap/create-sales-order/definition.ts';
import { runCreateSalesOrder } from './connectors/sap/create-sales-order/run.ts';
import { postGoodsIssue } from './connectors/sap/post-goods-issue/definition.ts';
import { runPostGoodsIssue } from './connectors/sap/post-goods-issue/run.ts';
import { rejectDocument } from './connectors/sap/reject-document/definition.ts';
import { runRejectDocument } from './connectors/sap/reject-document/run.ts';
import { releaseCreditMemo } from './connectors/sap/release-credit-memo/definition.ts';
import { runReleaseCreditMemo } from './connectors/sap/release-credit-memo/run.ts';
import { settleTicket } from './connectors/service-desk/settle-ticket/definition.ts';
import { runSettleTicket } from './connectors/service-desk/settle-ticket/run.ts';
import { tellTicket } from './connectors/service-desk/tell-ticket/definition.ts';
import { runTellTicket } from './connectors/service-desk/tell-ticket/run.ts';
import { listFiles } from './connectors/sftp/list-files/definition.ts';
import { runListFiles } from './connectors/sftp/list-files/run.ts';
import { moveFile } from './connectors/sftp/move-file/definition.ts';
import { runMoveFile } from './connectors/sftp/move-file/run.ts';
import { readRemoteFile } from './connectors/sftp/read-file/definition.ts';
import { runReadRemoteFile } from './connectors/sftp/read-file/run.ts';
import { writeFile } from './connectors/sftp/write-file/definition.ts';
import { runWriteFile } from './connectors/sftp/write-file/run.ts';
import { createLabel } from './connectors/shipstation/create-label/definition.ts';
import { runCreateLabel } from './connectors/shipstation/create-label/run.ts';
import { fulfilOrder } from './connectors/shopify/fulfil/definition.ts';
import { runFulfilOrder } from './connectors/shopify/fulfil/run.ts';
import { queryShopify } from './connectors/shopify/graphql/definition.ts';
import { runQueryShopify } from './connectors/shopify/graphql/run.ts';
import { keepWebhook } from './connectors/shopify/keep-webhook/definition.ts';
import { runKeepWebhook } from './connectors/shopify/keep-webhook/run.ts';
import { refundOrder } from './connectors/shopify/refund/definition.ts';
import { runRefundOrder } from './connectors/shopify/refund/run.ts';
import { setInventory } from './connectors/shopify/set-inventory/definition.ts';
import { runSetInventory } from './connectors/shopify/set-inventory/run.ts';
import { setMetafields } from './connectors/shopify/set-metafields/definition.ts';
import { runSetMetafields } from './connectors/shopify/set-metafields/run.ts';
import { setProduct } from './connectors/shopify/set-product/definition.ts';
import { runSetProduct } from './connectors/shopify/set-product/run.ts';
import { sendMail } from './connectors/smtp/send-mail/definition.ts';
import { runSendMail } from './connectors/smtp/send-mail/run.ts';
import { callSoap } from './connectors/soap/call/definition.ts';
import { runCallSoap } from './connectors/soap/call/run.ts';
import { confirmAmazonShipment } from './connectors/sp-api/confirm-shipment/definition.ts';
import { runConfirmAmazonShipment } from './connectors/sp-api/confirm-shipment/run.ts';
import { putAmazonListing } from './connectors/sp-api/put-listing/definition.ts';
import { runPutAmazonListing } from './connectors/sp-api/put-listing/run.ts';
import { readAmazonOrder } from './connectors/sp-api/read-order/definition.ts';
import { runReadAmazonOrder } from './connectors/sp-api/read-order/run.ts';
import { readAmazonOrders } from './connectors/sp-api/read-orders/definition.ts';
import { runReadAmazonOrders } from './connectors/sp-api/read-orders/run.ts';
import { setAmazonStock } from './connectors/sp-api/set-stock/definition.ts';
import { runSetAmazonStock } from './connectors/sp-api/set-stock/run.ts';
import { authorizePayment } from './connectors/stripe/authorize/definition.ts';
import { runAuthorize } from './connectors/stripe/authorize/run.ts';
import { cancelPayment } from './connectors/stripe/cancel/definition.ts';
import { runCancel } from './connectors/stripe/cancel/run.ts';
import { capturePayment } from './connectors/stripe/capture/definition.ts';
import { runCapture } from './connectors/stripe/capture/run.ts';
import { refundPayment } from './connectors/stripe/refund/definition.ts';
import { runRefund } from './connectors/stripe/refund/run.ts';
import { readChargeStep } from './connectors/subscriptions/read-charge/definition.ts';
import { runReadCharge } from './connectors/subscriptions/read-charge/run.ts';
import { skipCharge } from './connectors/subscriptions/skip-charge/definition.ts';
import { runSkipCharge } from './connectors/subscriptions/skip-charge/run.ts';
import { allocate } from './connectors/wms/allocate/definition.ts';
import { runAllocate } from './connectors/wms/allocate/run.ts';
import { cancelShipment } from './connectors/wms/cancel-shipment/definition.ts';
import { runCancelShipment } from './connectors/wms/cancel-shipment/run.ts';
import { releaseShipment } from './connectors/wms/release-shipment/definition.ts';
import { runReleaseShipment } from './connectors/wms/release-shipment/run.ts';
import { approve } from './core/approve/definition.ts';
import { runApprove } from './core/approve/run.ts';
import { callCapability } from './core/call-capability/definition.ts';
import { runCallCapability } from './core/call-capability/run.ts';
import { callFlow } from './core/call-flow/definition.ts';
import { runCallFlow } from './core/call-flow/run.ts';
import { checkConsent } from './core/check-consent/definition.ts';
import { runCheckConsent } from './core/check-consent/run.ts';
import { checkContract } from './core/check-contract/definition.ts';
import { runCheckContract } from './core/check-contract/run.ts';
import { countEvents } from './core/count-events/definition.ts';
import { runCountTopics } from './core/count-events/run.ts';
import { delay } from './core/delay/definition.ts';
import { runDelay } from './core/delay/run.ts';
import { fail } from './core/fail/definition.ts';
import { runFail } from './core/fail/run.ts';
import { filter } from './core/filter/definition.ts';
import { runFilter } from './core/filter/run.ts';
import { forEach } from './core/for-each/definition.ts';
import { runForEach } from './core/for-each/run.ts';
import { forwardRequest } from './core/forward-request/definition.ts';
import { runForwardRequest } from './core/forward-request/run.ts';
import { httpRequest } from './core/http-request/definition.ts';
import { runHttpRequest } from './core/http-request/run.ts';
import { keepValue } from './core/keep-value/definition.ts';
import { runKeepValue } from './core/keep-value/run.ts';
import { log } from './core/log/definition.ts';
import { runLog } from './core/log/run.ts';
import { map } from './core/map/definition.ts';
import { runMap } from './core/map/run.ts';
import { readFile } from './core/read-file/definition.ts';
import { runReadFile } from './core/read-file/run.ts';
import { readPages } from './core/read-pages/definition.ts';
import { runReadPages } from './core/read-pages/run.ts';
import { readValue } from './core/read-value/definition.ts';
import { runReadValue } from './core/read-value/run.ts';
import { repeatUntil } from './core/repeat-until/definition.ts';
import { runRepeatUntil } from './core/repeat-until/run.ts';
import { respond } from './core/respond/definition.ts';
import { runRespond } from './core/respond/run.ts';
import { returnValue } from './core/return/definition.ts';
import { runReturn } from './core/return/run.ts';
import { sendCloudEvent } from './core/send-cloud-event/definition.ts';
import { runSendCloudEvent } from './core/send-cloud-event/run.ts';
import { sendEvent } from './core/send-event/definition.ts';
import { runSendEvent } from './core/send-event/run.ts';
import { setFields } from './core/set-fields/definition.ts';
import { runSetFields } from './core/set-fields/run.ts';
import { switchCases } from './core/switch/definition.ts';
import { runSwitch } from './core/switch/run.ts';
import { updateCase } from './core/update-case/definition.ts';
import { runUpdateCase } from './core/update-case/run.ts';
import { updateGoldenRecord } from './core/update-golden-record/definition.ts';
import { runUpdateGoldenRecord } from './core/update-golden-record/run.ts';
import { waitForCallback } from './core/wait-for-callback/definition.ts';
import { runWaitForCallback } from './core/wait-for-callback/run.ts';
import { waitForEvent } from './core/wait-for-event/definition.ts';
import { runWaitForEvent } from './core/wait-for-event/run.ts';
import { formatRuns } from './formats/node-runs.ts';
import { pair } from './pair.ts';

/** The code of every step type by `type`; triggers have none. The runner parses params and input before it calls. */
export const runs: ReadonlyMap<string, AnyRunNode> = new Map([
  pair(checkContract, runCheckContract),
  pair(map, runMap),
  pair(setFields, runSetFields),
  pair(readValue, runReadValue),
  pair(keepValue, runKeepValue),
  pair(countEvents, runCountTopics),
  ...formatRuns,
  pair(switchCases, runSwitch),
  pair(filter, runFilter),
  pair(forEach, runForEach),
  pair(repeatUntil, runRepeatUntil),
  pair(callFlow, runCallFlow),
  pair(callCapability, runCallCapability),
  pair(delay, runDelay),
  pair(waitForEvent, runWaitForEvent),
  pair(waitForCallback, runWaitForCallback),
  pair(approve, runApprove),
  pair(sendEvent, runSendEvent),
  pair(httpRequest, runHttpRequest),
  pair(forwardRequest, runForwardRequest),
  pair(readPages, runReadPages),
  pair(readFile, runReadFile),
  pair(sendCloudEvent, runSendCloudEvent),
  pair(writeFile, runWriteFile),
  pair(listFtpFiles, runListFtpFiles),
  pair(moveFtpFile, runMoveFtpFile),
  pair(readFtpFile, runReadFtpFile),
  pair(writeFtpFile, runWriteFtpFile),
  pair(readRemoteFile, runReadRemoteFile),
  pair(changeRows, runChangeRows),
  pair(sendAmqpMessage, runSendAmqpMessage),
  pair(sendNatsMessage, runSendNatsMessage),
  pair(sendKafkaMessage, runSendKafkaMessage),
  pair(callSoap, runCallSoap),
  pair(callOData, runCallOData),
  pair(sendMqttMessage, runSendMqttMessage),
  pair(sendMail, runSendMail),
  pair(readRows, runReadRows),
  pair(upsertRows, runUpsertRows),
  pair(listFiles, runListFiles),
  pair(moveFile, runMoveFile),
  pair(readAmazonOrders, runReadAmazonOrders),
  pair(readAmazonOrder, runReadAmazonOrder),
  pair(confirmAmazonShipment, runConfirmAmazonShipment),
  pair(setAmazonStock, runSetAmazonStock),
  pair(putAmazonListing, runPutAmazonListing),
  pair(respond, runRespond),
  pair(returnValue, runReturn),
  pair(updateCase, runUpdateCase),
  pair(updateGoldenRecord, runUpdateGoldenRecord),
  pair(checkConsent, runCheckConsent),
  pair(log, runLog),
  pair(fail, runFail),
  pair(queryShopify, runQueryShopify),
  pair(refundOrder, runRefundOrder),
  pair(fulfilOrder, runFulfilOrder),
  pair(setMetafields, runSetMetafields),
  pair(keepWebhook, runKeepWebhook),
  pair(setProduct, runSetProduct),
  pair(setInventory, runSetInventory),
  pair(createSalesOrder, runCreateSalesOrder),
  pair(createDelivery, runCreateDelivery),
  pair(createInvoice, runCreateInvoice),
  pair(postGoodsIssue, runPostGoodsIssue),
  pair(createCustomerReturn, runCreateCustomerReturn),
  pair(createCreditMemo, runCreateCreditMemo),
  pair(releaseCreditMemo, runReleaseCreditMemo),
  pair(rejectDocument, runRejectDocument),
  pair(allocate, runAllocate),
  pair(releaseShipment, runReleaseShipment),
  pair(cancelShipment, runCancelShipment),
  pair(reserveAtSupplier, runReserve),
  pair(releaseAtSupplier, runRelease),
  pair(placeOrder, runPlaceOrder),
  pair(checkTransaction, runCheckTransaction),
  pair(readSupplierOrder, runReadOrder),
  pair(cancelSupplierOrder, runCancelOrder),
  pair(authorizePayment, runAuthorize),
  pair(capturePayment, runCapture),
  pair(refundPayment, runRefund),
  pair(cancelPayment, runCancel),
  pair(buyLabel, runBuyLabel),
  pair(createLabel, runCreateLabel),
  pair(quoteTax, runQuoteTax),
  pair(recordTax, runRecordTax),
  pair(voidTax, runVoidTax),
  pair(accruePoints, runAccrue),
  pair(reversePoints, runReverse),
  pair(readBalance, runReadBalance),
  pair(readChargeStep, runReadCharge),
  pair(skipCharge, runSkipCharge),
  pair(sendEvents, runSendEvents),
  pair(countIndexedEvents, runCountEvents),
  pair(tellTicket, runTellTicket),
  pair(settleTicket, runSettleTicket),
  pair(compositeRequest, runComposite),
  pair(queryRecords, runQuery),
  pair(batchBc, runBatchBc),
  pair(cancelBcSalesOrder, runCancelBcSalesOrder),
  pair(changeBcRecord, runChangeBcRecord),
  pair(createBcSalesOrder, runCreateBcSalesOrder),
  pair(keepBcSubscription, runKeepBcSubscription),
  pair(upsertRecord, runUpsert),
  pair(bulkUpsert, runBulkUpsert),
  pair(bulkResults, runBulkResults),
  pair(readODataRecords, runReadODataRecords),
  pair(createODataRecord, runCreateODataRecord),
  pair(changeODataRecord, runChangeODataRecord),
  pair(deleteODataRecord, runDeleteODataRecord),
  pair(batchOData, runBatchOData),
]);
