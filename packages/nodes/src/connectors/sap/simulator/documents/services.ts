import type { Entity } from '../odata/entity.ts';
import { ODataError } from '../odata/error.ts';
import { readProperties } from '../odata/values.ts';
import { changeSalesOrder, createSalesOrder, restamped } from '../sales-order.ts';
import type { ServiceDefinition } from '../service.ts';
import { SETS } from '../sets.ts';
import { documentService, summed } from './document.ts';
import { CREDIT_SETS, RETURN_SETS } from './sets.ts';

export const SALES_ORDERS: ServiceDefinition = {
  name: 'API_SALES_ORDER_SRV',
  root: SETS.salesOrder,
  item: SETS.item,
  sets: Object.values(SETS),
  create: createSalesOrder,
  change: changeSalesOrder,
  changeItem: (order, item, body, now) => {
    const given = readProperties(SETS.item, body, 'write');
    if ((given.SalesDocumentRjcnReason ?? '') !== '' && item.values.DeliveryStatus === 'C') {
      const why = `Item ${item.values.SalesOrderItem} of ${order.values.SalesOrder} has been delivered completely`;
      throw new ODataError(400, 'V1/854', why);
    }
    const items = (order.children.to_Item ?? []).map((one) =>
      one === item ? { ...one, values: { ...one.values, ...given } } : one,
    );
    return restamped(summed({ ...order, children: { ...order.children, to_Item: items } }), now);
  },
};

/** Requests that become credit memos when their billing block is lifted and the next billing run comes. */
export const CREDIT_MEMO_REQUESTS: ServiceDefinition = documentService({
  service: 'API_CREDIT_MEMO_REQUEST_SRV',
  ...CREDIT_SETS,
  type: 'CreditMemoRequestType',
  date: 'CreditMemoRequestDate',
  itemNumber: 'CreditMemoRequestItem',
  types: ['CR', 'GA2'],
  closed: ({ values }) =>
    values.OverallOrdReltdBillgStatus === 'C'
      ? `Document ${values.CreditMemoRequest} has been billed already`
      : undefined,
});

/** Return authorisations: goods that may come back. */
export const CUSTOMER_RETURNS: ServiceDefinition = documentService({
  service: 'API_CUSTOMER_RETURN_SRV',
  ...RETURN_SETS,
  type: 'CustomerReturnType',
  date: 'CustomerReturnDate',
  itemNumber: 'CustomerReturnItem',
  types: ['CBAR', 'RE2'],
  closed: ({ values }) =>
    values.OverallDeliveryStatus === 'C'
      ? `Goods of return ${values.CustomerReturn} have been received already`
      : undefined,
});

/** A return whose goods are back: all its items are done. */
export function received(document: Entity, now: number): Entity {
  const items = (document.children.to_Item ?? []).map((item) => ({
    ...item,
    values: { ...item.values, SDProcessStatus: 'C' },
  }));
  const values = { ...document.values, OverallDeliveryStatus: 'C', OverallSDProcessStatus: 'C' };
  return restamped({ ...document, values, children: { ...document.children, to_Item: items } }, now);
}

/** A request that a billing run made a credit memo of; undefined for one that is blocked, rejected or billed. */
export function billed(document: Entity, now: number): Entity | undefined {
  const { HeaderBillingBlockReason, OverallSDDocumentRejectionSts, OverallOrdReltdBillgStatus } = document.values;
  if (HeaderBillingBlockReason !== '' || OverallSDDocumentRejectionSts === 'C' || OverallOrdReltdBillgStatus === 'C') {
    return undefined;
  }
  const values = { ...document.values, OverallOrdReltdBillgStatus: 'C', OverallSDProcessStatus: 'C' };
  return restamped({ ...document, values }, now);
}
