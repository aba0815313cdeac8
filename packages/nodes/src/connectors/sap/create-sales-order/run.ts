import { type RunNode, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { type OpenLine, openLines } from '../../kit/order-lines.ts';
import { isObject, listAt, textAt } from '../../kit/read-json.ts';
import { openSapService, type SapService } from '../client.ts';
import { SALES_ORDER_SERVICE } from '../connection.ts';
import { dateOf, literal } from '../odata.ts';
import type { createSalesOrder } from './definition.ts';

const FIELDS = 'SalesOrder,SoldToParty,PurchaseOrderByCustomer,TotalNetAmount,TransactionCurrency,CreationDate';

export const runCreateSalesOrder: RunNode<typeof createSalesOrder> = async ({ params, input }, ctx) => {
  const { reference } = input;
  const lines = openLines(input.lines);
  if (lines.length === 0) throw nothingOpen(reference);
  const service = await openSapService(ctx, params.connection, SALES_ORDER_SERVICE);

  if (params.lookUp === 'always' || mayExist(ctx)) {
    const existing = await findOrder(service, reference, params.soldToParty);
    if (existing) {
      ctx.log('info', `Sales order ${textAt(existing, 'SalesOrder')} was there already.`, { reference });
      return { port: 'created', value: { ...described(existing, reference), created: false, warnings: [] } };
    }
  }
  const { d, messages } = await service.post('A_SalesOrder', {
    SalesOrderType: params.orderType,
    SalesOrganization: params.salesOrganization,
    DistributionChannel: params.distributionChannel,
    OrganizationDivision: params.division,
    SoldToParty: params.soldToParty,
    PurchaseOrderByCustomer: reference,
    ...(input.currency !== undefined && { TransactionCurrency: input.currency }),
    to_Item: { results: lines.map(itemOf) },
  });
  for (const { code, message, severity } of messages) {
    ctx.log(severity === 'info' ? 'info' : 'warn', `S/4HANA says with the order: ${message}`, { code, severity });
  }
  return { port: 'created', value: { ...described(d, reference), created: true, warnings: [...messages] } };
};

/**
 * Whether an order of ours may be there already. Beyond the unknown outcome we were told of: any repeated attempt, as
 * one read costs less than one doubled order; and a replay, whose message went through another run before.
 */
function mayExist({ outcomeUnknown, attempt, trigger }: StepContext): boolean {
  return outcomeUnknown || attempt > 1 || trigger.kind === 'replay';
}

/** The oldest order with our reference of this customer. Compared again here: a filter a system ignores finds them all. */
async function findOrder(service: SapService, reference: string, soldToParty: string): Promise<JsonObject | undefined> {
  const filter = encodeURIComponent(`PurchaseOrderByCustomer eq ${literal(reference)}`);
  const d = await service.get(`A_SalesOrder?$filter=${filter}&$select=${FIELDS}&$top=100`);
  return listAt(d, 'results')
    .filter(isObject)
    .filter((order) => textAt(order, 'PurchaseOrderByCustomer') === reference)
    .filter((order) => partnerNumber(textAt(order, 'SoldToParty') ?? '') === partnerNumber(soldToParty))
    .sort((a, b) => Number(textAt(a, 'SalesOrder')) - Number(textAt(b, 'SalesOrder')))[0];
}

/** S/4HANA pads numbers to ten digits inside and cuts the zeros outside. */
function partnerNumber(text: string): string {
  return text.replace(/^0+(?=\d)/, '').toUpperCase();
}

function itemOf({ sku, quantity, unit }: OpenLine): Json {
  return { Material: sku, RequestedQuantity: String(quantity), RequestedQuantityUnit: unit ?? 'PC' };
}

function described(order: JsonObject, reference: string) {
  const createdOn = dateOf(order.CreationDate);
  return {
    salesOrder: textAt(order, 'SalesOrder') ?? '',
    reference,
    total: {
      amount: textAt(order, 'TotalNetAmount') ?? '0',
      currency: textAt(order, 'TransactionCurrency') ?? '',
    },
    ...(createdOn !== undefined && { createdOn }),
  };
}

function nothingOpen(reference: string): StepError {
  return new StepError({
    kind: 'item',
    category: 'business',
    code: 'nothing-to-order',
    message: `Every line of order ${reference} is cancelled: there is nothing to order.`,
  });
}
