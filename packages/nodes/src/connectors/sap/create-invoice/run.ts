import { type RunNode, StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { listAt, textAt } from '../../kit/read-json.ts';
import { openSapService, type SapService } from '../client.ts';
import { BILLING_SERVICE } from '../documents.ts';
import { literal } from '../odata.ts';
import type { createInvoice } from './definition.ts';

/** Category of a reference: an outbound delivery. */
const DELIVERY = 'J';

export const runCreateInvoice: RunNode<typeof createInvoice> = async ({ params }, ctx) => {
  const { connection, delivery, billingType } = params;
  const service = await openSapService(ctx, connection, BILLING_SERVICE, 4);
  const doubtful = ctx.outcomeUnknown || ctx.attempt > 1 || ctx.trigger.kind === 'replay';
  const known = doubtful ? await findInvoice(service, delivery) : undefined;
  const invoice = known ?? (await bill(service, delivery, billingType));
  const document = await service.get(`BillingDocument(${literal(invoice)})`);
  return { port: 'created', value: { invoice, created: known === undefined, delivery, total: totalOf(document) } };
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
  const filter = encodeURIComponent(`ReferenceSDDocument eq ${literal(delivery)}`);
  const found = await service.get(`BillingDocumentItem?$filter=${filter}&$top=100`);
  return listAt(found, 'value')
    .filter((one) => textAt(one, 'ReferenceSDDocument') === delivery)
    .flatMap((one) => textAt(one, 'BillingDocument') ?? [])
    .sort((a, b) => Number(a) - Number(b))[0];
}

/** OData v4 writes decimals as numbers. */
function totalOf(document: JsonObject): { readonly amount: string; readonly currency: string } {
  const net: Json | undefined = document.TotalNetAmount;
  const amount = typeof net === 'number' ? net.toFixed(2) : typeof net === 'string' ? net : '0';
  return { amount, currency: textAt(document, 'TransactionCurrency') ?? '' };
}
