import { z } from 'zod';
import { ratesOf } from './rates.ts';

const Address = z.looseObject({
  line1: z.string().min(1),
  city: z.string().optional(),
  region: z.string().optional(),
  country: z.string().length(2),
  postalCode: z.string().optional(),
});

/** Body of `POST /api/v2/transactions/create`. */
export const CreateTransaction = z.looseObject({
  type: z.enum(['SalesOrder', 'SalesInvoice', 'ReturnInvoice']),
  companyCode: z.string().min(1),
  code: z.string().max(50).optional(),
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}/),
  customerCode: z.string().min(1),
  currencyCode: z.string().default('USD'),
  commit: z.boolean().default(false),
  addresses: z.union([
    z.looseObject({ shipFrom: Address, shipTo: Address }),
    z.looseObject({ singleLocation: Address }),
    z.looseObject({ SingleLocation: Address }),
  ]),
  lines: z
    .array(
      z.looseObject({
        number: z.string().optional(),
        quantity: z.number().default(1),
        amount: z.number(),
        taxCode: z.string().optional(),
        itemCode: z.string().optional(),
        description: z.string().optional(),
      }),
    )
    .min(1),
});
export type CreateTransaction = z.infer<typeof CreateTransaction>;

export type TransactionStatus = 'Temporary' | 'Saved' | 'Committed' | 'Cancelled';

export interface Transaction {
  readonly id: number;
  readonly code: string;
  readonly status: TransactionStatus;
  readonly type: string;
  readonly totalTax: number;
  readonly [more: string]: unknown;
}

export function newTransaction(
  asked: CreateTransaction,
  made: { readonly id: number; readonly code: string; readonly now: string },
): Transaction {
  const { addresses } = asked;
  const to =
    'shipTo' in addresses
      ? addresses.shipTo
      : 'SingleLocation' in addresses
        ? addresses.SingleLocation
        : addresses.singleLocation;
  const destination = Address.parse(to);
  const parts = ratesOf(destination);
  const lines = asked.lines.map((line, at) => {
    const details = parts.map(({ jurisName, jurisType, rate }, part) => ({
      id: made.id * 1000 + at * 10 + part,
      country: destination.country,
      region: destination.region ?? '',
      jurisName,
      jurisType,
      rate,
      tax: cents(line.amount * rate),
      taxableAmount: line.amount,
      taxName: `${jurisName} TAX`,
      taxType: 'Sales',
      taxCalculated: cents(line.amount * rate),
    }));
    const tax = cents(details.reduce((sum, detail) => sum + detail.tax, 0));
    const taxableAmount = parts.length === 0 ? 0 : line.amount;
    return {
      id: made.id * 100 + at,
      transactionId: made.id,
      lineNumber: line.number ?? String(at + 1),
      description: line.description ?? '',
      discountAmount: 0,
      exemptAmount: 0,
      isItemTaxable: true,
      itemCode: line.itemCode ?? '',
      lineAmount: line.amount,
      quantity: line.quantity,
      tax,
      taxableAmount,
      taxCalculated: tax,
      taxCode: line.taxCode ?? 'P0000000',
      taxDate: asked.date,
      taxIncluded: false,
      details,
    };
  });
  const sum = (of: (line: (typeof lines)[number]) => number): number =>
    cents(lines.reduce((total, line) => total + of(line), 0));
  const isQuote = asked.type === 'SalesOrder';
  return {
    id: isQuote ? 0 : made.id,
    code: made.code,
    companyId: 559766,
    date: asked.date,
    status: isQuote ? 'Temporary' : asked.commit ? 'Committed' : 'Saved',
    type: asked.type,
    batchCode: '',
    currencyCode: asked.currencyCode,
    customerVendorCode: asked.customerCode,
    reconciled: false,
    totalAmount: sum(({ lineAmount }) => lineAmount),
    totalExempt: 0,
    totalTax: sum(({ tax }) => tax),
    totalTaxable: sum(({ taxableAmount }) => taxableAmount),
    totalTaxCalculated: sum(({ tax }) => tax),
    adjustmentReason: 'NotAdjusted',
    adjustmentDescription: '',
    locked: false,
    region: destination.region ?? '',
    country: destination.country,
    version: 1,
    exchangeRate: 1,
    modifiedDate: made.now,
    taxDate: asked.date,
    lines,
  };
}

/** AvaTax counts in hundredths, and says them as floats. */
function cents(value: number): number {
  return Math.round(value * 100) / 100;
}
