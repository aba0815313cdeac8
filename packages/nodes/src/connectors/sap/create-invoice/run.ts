import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { at, listAt, textAt } from '../../kit/read-json.ts';
import { openSapService, type SapService } from '../client.ts';
import { BILLING_SERVICE } from '../documents.ts';
import { literal } from '../odata.ts';
import type { createInvoice } from './definition.ts';

/** Category of a reference: an outbound delivery. */
const DELIVERY = 'J';

export const runCreateInvoice: RunNode<typeof createInvoice> = async ({ params }, ctx) => {
  const { connection, delivery, billingType, lookUp } = params;
  const service = await openSapService(ctx, connection, BILLING_SERVICE, 4);
  const doubtful = lookUp === 'always' || ctx.outcomeUnknown || ctx.attempt > 1 || ctx.trigger.kind === 'replay';
  const known = doubtful ? await findInvoice(service, delivery) : undefined;
  const invoice = known ?? (await bill(service, delivery, billingType));
  const document = await service.get(`BillingDocument(${literal(invoice)})`);
  const issuedOn = textAt(document, 'BillingDocumentDate');
  const lines = (await itemsOf(service, delivery))
    .filter((one) => textAt(one, 'BillingDocument') === invoice)
    .map((one) => ({
      sku: textAt(one, 'Product') ?? '',
      quantity: Number(at(one, 'BillingQuantity') ?? 0),
      net: decimalOf(at(one, 'NetAmount')),
    }));
  const said = { total: totalOf(document), lines, ...(issuedOn !== undefined && { issuedOn }) };
  return { port: 'created', value: { invoice, created: known === undefined, delivery, ...said } };
};

async function bill(service: SapService, delivery: string, type: string): Promise<string> {
  const { d } = await service.post('BillingDocument/SAP__self.CreateFromSDDocument', {
    _Control: { DefaultBillingDocumentType: type },
    _Reference: [{ SDDocument: delivery, SDDocumentCategory: DELIVERY }],
  });
  const invoice = textAt(listAt(d, 'value')[0], 'BillingDocument');
  if (invoice !== undefined) return invoice;
  throw new StepError({
    kind: 'transient',
    category: 'system',
    code: 'sap-answer-unreadable',
    message: `S/4HANA billed delivery ${delivery}, but does not say under which number.`,
    outcomeUnknown: true,
  });
}

async function findInvoice(service: SapService, delivery: string): Promise<string | undefined> {
  return (await itemsOf(service, delivery))
    .flatMap((one) => textAt(one, 'BillingDocument') ?? [])
    .sort((a, b) => Number(a) - Number(b))[0];
}

/** Items of billing documents about this delivery. Compared again here: a filter a system ignores finds them all. */
async function itemsOf(service: SapService, delivery: string): Promise<readonly Json[]> {
  const filter = encodeURIComponent(`ReferenceSDDocument eq ${literal(delivery)}`);
  const found = await service.get(`BillingDocumentItem?$filter=${filter}&$top=500`);
  return listAt(found, 'value').filter((one) => textAt(one, 'ReferenceSDDocument') === delivery);
}

/** OData v4 writes decimals as numbers. */
function decimalOf(value: Json | undefined): string {
  return typeof value === 'number' ? value.toFixed(2) : typeof value === 'string' ? value : '0';
}

function totalOf(document: JsonObject): { readonly amount: string; readonly currency: string } {
  return { amount: decimalOf(document.TotalNetAmount), currency: textAt(document, 'TransactionCurrency') ?? '' };
}
