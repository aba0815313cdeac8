import type { JsonObject, Reply } from '../../../simulators/kit/exchange.ts';
import type { BcRecord, BcRecords } from './records.ts';
import { failed } from './replies.ts';

/** Pieces of a line of a sales order that have not been shipped. */
export function openQuantityOf(line: JsonObject): number {
  return Number(line.quantity ?? 0) - Number(line.shippedQuantity ?? 0);
}

/** A line, and how much of it is posted now: what `shipQuantity` says, else all that is open. */
interface Part {
  readonly line: BcRecord;
  readonly quantity: number;
}

/**
 * `shipAndInvoice` of a sales order: a posted shipment and a posted invoice of what its lines say is to be shipped. The order is gone
 * when nothing of it is open any more; else the rest of each line is to be shipped next.
 */
export function shipAndInvoice(records: BcRecords, order: { readonly id: string }, now: string): Reply {
  const found = records.one('salesOrders', order.id);
  if (!found)
    return failed(
      404,
      'Internal_RecordNotFound',
      `The salesOrders does not exist. Identification fields: Id='{${order.id}}'.`,
    );
  const lines = records.of('salesOrderLines').filter(({ fields }) => fields.documentId === order.id);
  const parts = lines
    .map((line): Part => ({ line, quantity: Number(line.fields.shipQuantity ?? openQuantityOf(line.fields)) }))
    .filter(({ quantity }) => quantity > 0);
  if (parts.length === 0) return failed(400, 'Application_DialogException', 'There is nothing to post.');
  post(records, { order: found, parts }, now);
  const rest = parts.map(({ line, quantity }) => {
    const shippedQuantity = Number(line.fields.shippedQuantity ?? 0) + quantity;
    const fields = { shippedQuantity, invoicedQuantity: shippedQuantity };
    return records.change(line, fields, now);
  });
  const left = lines.map((line) => rest.find(({ id }) => id === line.id) ?? line);
  if (left.every(({ fields }) => openQuantityOf(fields) <= 0)) {
    for (const { id } of [found, ...lines]) records.remove(id);
    return { status: 204 };
  }
  for (const line of left) records.change(line, { shipQuantity: openQuantityOf(line.fields) }, now);
  records.change(found, { fullyShipped: false }, now);
  return { status: 204 };
}

/** The posted shipment and the posted invoice, each with its lines. */
function post(
  records: BcRecords,
  { order, parts }: { readonly order: BcRecord; readonly parts: readonly Part[] },
  now: string,
): void {
  const { number, ...head } = order.fields;
  const day = now.slice(0, 10);
  const posted = {
    ...head,
    orderId: order.id,
    orderNumber: number ?? '',
    invoiceDate: day,
    postingDate: day,
    dueDate: day,
  };
  const before = records.of('salesInvoices').filter(({ fields }) => fields.orderId === order.id).length;
  const ending = `${String(number)}${before === 0 ? '' : `-${before + 1}`}`;
  const shipment = records.make('salesShipments', { ...posted, number: `PS-SHPT${ending}` }, now);
  const bills = parts.map(({ line, quantity }) => ({ ...line.fields, quantity, ...amountOf(line.fields, quantity) }));
  const total = bills.reduce((sum, { netAmount }) => sum + Math.round(netAmount * 100), 0) / 100;
  const sums = { totalAmountExcludingTax: total, totalTaxAmount: 0, totalAmountIncludingTax: total };
  const invoice = records.make('salesInvoices', { ...posted, number: `PS-INV${ending}`, status: 'Open', ...sums }, now);
  for (const bill of bills) {
    records.make('salesShipmentLines', { ...bill, documentId: shipment.id, documentNo: `PS-SHPT${ending}` }, now);
    records.make('salesInvoiceLines', { ...bill, documentId: invoice.id }, now);
  }
}

function amountOf({ unitPrice }: JsonObject, quantity: number): { amountExcludingTax: number; netAmount: number } {
  const amount = Math.round(Number(unitPrice ?? 0) * quantity * 100) / 100;
  return { amountExcludingTax: amount, netAmount: amount };
}
