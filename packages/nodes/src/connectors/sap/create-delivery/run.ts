import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { openLines } from '../../kit/order-lines.ts';
import { isObject, listAt, textAt } from '../../kit/read-json.ts';
import { openSapService, type SapService } from '../client.ts';
import { SALES_ORDER_SERVICE } from '../connection.ts';
import { DELIVERY_SERVICE } from '../documents.ts';
import { literal } from '../odata.ts';
import type { createDelivery } from './definition.ts';

export const runCreateDelivery: RunNode<typeof createDelivery> = async ({ params }, ctx) => {
  const { connection, salesOrder, reference, shippingPoint, lookUp } = params;
  if (openLines(params.lines).length === 0) throw nothingOpen(reference);
  const deliveries = await openSapService(ctx, connection, DELIVERY_SERVICE);
  if (lookUp === 'always' || ctx.outcomeUnknown || ctx.attempt > 1 || ctx.trigger.kind === 'replay') {
    const known = await findDelivery(deliveries, reference);
    if (known !== undefined) return { port: 'created', value: { delivery: known, created: false, reference } };
  }
  const orders = await openSapService(ctx, connection, SALES_ORDER_SERVICE);
  const sold = listAt(await orders.get(`A_SalesOrder(${literal(salesOrder)})/to_Item`), 'results').filter(isObject);
  const { d, messages } = await deliveries.post('A_OutbDeliveryHeader', {
    DeliveryDocumentBySupplier: reference,
    ...(shippingPoint !== undefined && { ShippingPoint: shippingPoint }),
    to_DeliveryDocumentItem: { results: itemsOf(params, sold) },
  });
  for (const { code, message, severity } of messages) {
    ctx.log(severity === 'info' ? 'info' : 'warn', `S/4HANA says with the delivery: ${message}`, { code, severity });
  }
  return { port: 'created', value: { delivery: textAt(d, 'DeliveryDocument') ?? '', created: true, reference } };
};

/** The oldest delivery with our reference. Compared again here: a filter a system ignores finds them all. */
async function findDelivery(service: SapService, reference: string): Promise<string | undefined> {
  const filter = encodeURIComponent(`DeliveryDocumentBySupplier eq ${literal(reference)}`);
  const fields = 'DeliveryDocument,DeliveryDocumentBySupplier';
  const d = await service.get(`A_OutbDeliveryHeader?$filter=${filter}&$select=${fields}&$top=100`);
  return listAt(d, 'results')
    .filter((one) => textAt(one, 'DeliveryDocumentBySupplier') === reference)
    .flatMap((one) => textAt(one, 'DeliveryDocument') ?? [])
    .sort((a, b) => Number(a) - Number(b))[0];
}

/** The items of the sales order that hold these articles, in the order of both; an article may stand in several items. */
function itemsOf(
  { salesOrder, lines }: { readonly salesOrder: string; readonly lines: Parameters<typeof openLines>[0] },
  sold: readonly JsonObject[],
): readonly Json[] {
  const left = sold.map((item) => ({
    item: textAt(item, 'SalesOrderItem') ?? '',
    sku: textAt(item, 'Material') ?? '',
    quantity: Number(textAt(item, 'RequestedQuantity') ?? '0'),
  }));
  return openLines(lines).flatMap(({ sku, quantity, unit }) => {
    let wanted = quantity;
    const taken: Json[] = [];
    for (const one of left) {
      if (one.sku !== sku || wanted <= 0 || one.quantity <= 0) continue;
      const count = Math.min(wanted, one.quantity);
      one.quantity -= count;
      wanted -= count;
      taken.push({
        ReferenceSDDocument: salesOrder,
        ReferenceSDDocumentItem: one.item,
        ActualDeliveryQuantity: String(count),
        DeliveryQuantityUnit: unit ?? 'PC',
      });
    }
    if (wanted > 0) throw notOrdered(salesOrder, sku, quantity);
    return taken;
  });
}

function nothingOpen(reference: string): StepError {
  const message = `Delivery ${reference} has no lines with something to deliver.`;
  return new StepError({ kind: 'item', category: 'business', code: 'nothing-to-deliver', message });
}

function notOrdered(salesOrder: string, sku: string, quantity: number): StepError {
  return new StepError({
    kind: 'item',
    category: 'business',
    code: 'not-in-sales-order',
    message: `Sales order ${salesOrder} does not hold ${quantity} of ${sku}: they cannot be delivered.`,
  });
}
