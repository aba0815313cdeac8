import { type StepContext, StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import type { SapMessage } from '../kit/odata-error.ts';
import { isObject, listAt, textAt } from '../kit/read-json.ts';
import { openSapService, type SapService } from './client.ts';
import { CREDIT_MEMO_SERVICE, CUSTOMER_RETURN_SERVICE, SALES_ORDER_SERVICE } from './connection.ts';
import { dateOf, literal } from './odata.ts';

/** Sales documents that can be taken back, and how their services name the parts. */
export const DOCUMENTS = {
  'customer-return': {
    service: CUSTOMER_RETURN_SERVICE,
    set: 'A_CustomerReturn',
    number: 'CustomerReturn',
    itemSet: 'A_CustomerReturnItem',
    itemNumber: 'CustomerReturnItem',
    words: 'Customer return',
  },
  'credit-memo-request': {
    service: CREDIT_MEMO_SERVICE,
    set: 'A_CreditMemoRequest',
    number: 'CreditMemoRequest',
    itemSet: 'A_CreditMemoRequestItem',
    itemNumber: 'CreditMemoRequestItem',
    words: 'Credit memo request',
  },
  'sales-order': {
    service: SALES_ORDER_SERVICE,
    set: 'A_SalesOrder',
    number: 'SalesOrder',
    itemSet: 'A_SalesOrderItem',
    itemNumber: 'SalesOrderItem',
    words: 'Sales order',
  },
} as const;

export type DocumentName = keyof typeof DOCUMENTS;

/** All of a document is rejected, so that it is as good as none. */
const REJECTED = 'C';

export interface Made {
  readonly document: string;
  readonly created: boolean;
  readonly total: { readonly amount: string; readonly currency: string };
  readonly createdOn?: string;
  readonly warnings: readonly SapMessage[];
}

/**
 * Makes a document, or finds the one with our reference that was not taken back. S/4HANA knows no idempotency key, and one read
 * costs less than one doubled document, so it looks before every attempt.
 */
export async function makeDocument(
  ctx: StepContext,
  connection: string,
  { name, reference, body }: { readonly name: DocumentName; readonly reference: string; readonly body: JsonObject },
): Promise<Made> {
  const { service: root, set, number, words } = DOCUMENTS[name];
  const service = await openSapService(ctx, connection, root);
  const known = await find(service, name, { reference, soldToParty: textAt(body, 'SoldToParty') ?? '' });
  if (known) {
    ctx.log('info', `${words} ${textAt(known, number)} was there already.`, { reference });
    return { ...described(known, number), created: false, warnings: [] };
  }
  const { d, messages } = await service.post(set, { ...body, PurchaseOrderByCustomer: reference });
  for (const { code, message, severity } of messages) {
    ctx.log(severity === 'info' ? 'info' : 'warn', `S/4HANA says with the document: ${message}`, { code, severity });
  }
  return { ...described(d, number), created: true, warnings: messages };
}

/** The oldest document of the customer with our reference that still counts. Compared again: a filter a system ignores finds all. */
async function find(
  service: SapService,
  name: DocumentName,
  { reference, soldToParty }: { readonly reference: string; readonly soldToParty: string },
): Promise<JsonObject | undefined> {
  const { set, number } = DOCUMENTS[name];
  const filter = encodeURIComponent(`PurchaseOrderByCustomer eq ${literal(reference)}`);
  const fields = [
    number,
    'SoldToParty',
    'PurchaseOrderByCustomer',
    'TotalNetAmount',
    'TransactionCurrency',
    'CreationDate',
  ];
  const select = [...fields, 'OverallSDDocumentRejectionSts'].join(',');
  const d = await service.get(`${set}?$filter=${filter}&$select=${select}&$top=100`);
  return listAt(d, 'results')
    .filter(isObject)
    .filter((one) => textAt(one, 'PurchaseOrderByCustomer') === reference)
    .filter((one) => plain(textAt(one, 'SoldToParty') ?? '') === plain(soldToParty))
    .filter((one) => textAt(one, 'OverallSDDocumentRejectionSts') !== REJECTED)
    .sort((a, b) => Number(textAt(a, number)) - Number(textAt(b, number)))[0];
}

/** S/4HANA pads numbers to ten digits inside and cuts the zeros outside. */
function plain(partner: string): string {
  return partner.replace(/^0+(?=\d)/, '').toUpperCase();
}

function described(d: JsonObject, number: string): Omit<Made, 'created' | 'warnings'> {
  const createdOn = dateOf(d.CreationDate);
  return {
    document: textAt(d, number) ?? '',
    total: { amount: textAt(d, 'TotalNetAmount') ?? '0', currency: textAt(d, 'TransactionCurrency') ?? '' },
    ...(createdOn !== undefined && { createdOn }),
  };
}

/** A document with its items, and the ETag its changes are sent with. */
export interface OpenedDocument {
  readonly values: JsonObject;
  readonly items: readonly JsonObject[];
  readonly etag: string;
}

/** @throws StepError refused when there is no such document */
export async function openDocument(service: SapService, name: DocumentName, document: string): Promise<OpenedDocument> {
  const { set, words } = DOCUMENTS[name];
  try {
    const values = await service.get(`${set}(${literal(document)})?$expand=to_Item`);
    return {
      values,
      items: listAt(values, 'to_Item', 'results').filter(isObject),
      etag: textAt(values, '__metadata', 'etag') ?? '',
    };
  } catch (error) {
    if (!(error instanceof StepError) || error.failure.kind !== 'refused' || error.failure.category === 'auth')
      throw error;
    const failure = {
      ...error.failure,
      code: 'sap-document-unknown',
      message: `${words} ${document}: ${error.failure.message}`,
    };
    throw new StepError(failure, { cause: error });
  }
}

/** An item of a deep insert, with a price of its own where an amount is given for all of it. */
export function itemBody({
  sku,
  quantity,
  unit,
  amount,
  currency,
  ...more
}: {
  readonly sku: string;
  readonly quantity: number;
  readonly unit?: string | undefined;
  readonly amount?: string | undefined;
  readonly currency?: string | undefined;
  readonly [field: string]: Json | undefined;
}): JsonObject {
  const price = amount !== undefined && {
    to_PricingElement: {
      results: [
        {
          ConditionType: 'PMP0',
          ConditionRateValue: amount,
          ConditionQuantity: String(quantity),
          ...(currency !== undefined && { ConditionCurrency: currency }),
        },
      ],
    },
  };
  const fields = Object.fromEntries(
    Object.entries(more).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return {
    Material: sku,
    RequestedQuantity: String(quantity),
    RequestedQuantityUnit: unit ?? 'PC',
    ...fields,
    ...price,
  };
}
