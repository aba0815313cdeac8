import { type StepContext, StepError } from '@lockstep/schema/node';
import { Json, type JsonObject } from '@lockstep/schema/run';
import { z } from 'zod';
import { type ParcelAddress, readAddress } from '../kit/label.ts';
import { unreadable } from './client.ts';

/** A line of the canonical order, or of anything else with an amount. */
const TaxLine = z.looseObject({
  id: z.union([z.string().min(1), z.number()]),
  sku: z.string().optional(),
  name: z.string().optional(),
  taxCode: z.string().optional(),
  quantity: z.number().positive(),
  cancelledQuantity: z.number().nonnegative().default(0),
  /** Decimal; else unit price by quantity, less discounts. */
  amount: z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .optional(),
  unitPrice: z.looseObject({ amount: z.string().regex(/^\d+(\.\d+)?$/) }).optional(),
  discounts: z.array(z.looseObject({ amount: z.looseObject({ amount: z.string() }) })).default([]),
});

/** Parameters the steps that compute tax share. */
export const taxParams = {
  connection: z.string().min(1).meta({ editor: 'connection', system: 'avatax', label: 'Connection', fixed: true }),
  companyCode: z
    .string()
    .min(1)
    .max(25)
    .describe('Company at Avalara that sells.')
    .meta({ label: 'Company', placeholder: 'DEFAULT' }),
  customerCode: z.string().min(1).max(50).meta({ label: 'Customer', placeholder: '=input.customer.id' }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Use an ISO 4217 code, for example EUR.')
    .meta({ label: 'Currency', placeholder: 'EUR' }),
  shipFrom: Json.describe('Canonical address of the warehouse.').meta({ editor: 'json', label: 'Ship from' }),
  shipTo: Json.describe('Canonical address.').meta({ editor: 'json', label: 'Ship to', placeholder: '=input.shipTo' }),
  lines: Json.describe('Lines with id, quantity, and an amount or a unit price.').meta({
    editor: 'json',
    label: 'Lines',
    placeholder: '=input.lines',
  }),
};

interface TaxQuestion {
  readonly companyCode: string;
  readonly customerCode: string;
  readonly currency: string;
  readonly shipFrom: Json;
  readonly shipTo: Json;
  readonly lines: Json;
}

/** What AvaTax is asked. @throws StepError kind `item` for addresses and lines it cannot work with */
export function questionOf(ctx: StepContext, asked: TaxQuestion, more: JsonObject): JsonObject {
  const lines = z.array(TaxLine).min(1).safeParse(asked.lines);
  if (!lines.success) {
    const [issue] = lines.error.issues;
    const message = `The lines cannot be taxed: ${issue?.path.join('.') || 'the list'}: ${issue?.message}`;
    throw new StepError({ kind: 'item', category: 'validation', code: 'tax-lines-invalid', message });
  }
  return {
    companyCode: asked.companyCode,
    customerCode: asked.customerCode,
    currencyCode: asked.currency,
    date: new Date(ctx.now).toISOString().slice(0, 10),
    addresses: {
      shipFrom: addressOf(readAddress(asked.shipFrom, '"Ship from"')),
      shipTo: addressOf(readAddress(asked.shipTo, '"Ship to"')),
    },
    lines: lines.data.map((line) => ({
      number: String(line.id),
      quantity: line.quantity - line.cancelledQuantity,
      amount: amountOf(line),
      ...(line.taxCode !== undefined && { taxCode: line.taxCode }),
      ...(line.sku !== undefined && { itemCode: line.sku.slice(0, 50) }),
      ...(line.name !== undefined && { description: line.name.slice(0, 2000) }),
    })),
    ...more,
  };
}

/** Decimal text until here, a JSON number at AvaTax: exact for every amount below nine quadrillion millionths. */
function amountOf({ amount, unitPrice, quantity, cancelledQuantity, discounts }: z.infer<typeof TaxLine>): number {
  if (amount !== undefined) return Number(amount);
  const price = millionths(unitPrice?.amount ?? '0') * BigInt(Math.round((quantity - cancelledQuantity) * 1_000_000));
  const less = discounts.reduce((sum, discount) => sum + millionths(discount.amount.amount), 0n);
  return Number(price / 1_000_000n - less) / 1_000_000;
}

function millionths(decimal: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  return BigInt(`${sign}${whole}${fraction.slice(0, 6).padEnd(6, '0')}`);
}

function addressOf({ street, city, region, postalCode, country }: ParcelAddress): JsonObject {
  const [line1, line2, line3] = street;
  const said = { line1, line2, line3, city, region, postalCode, country };
  return Object.fromEntries(
    Object.entries(said).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

const Money = z.object({ amount: z.string(), currency: z.string() });

/** What is owed, whether it was recorded or only asked for. */
export const Tax = z.object({
  code: z.string().describe('Document code at Avalara.'),
  recorded: z.boolean(),
  created: z.boolean().describe('False when it was there already.'),
  tax: Money,
  taxable: Money,
  rate: z.number().describe('Tax by taxable amount over all lines, 0 to 1.'),
  lines: z.array(z.object({ id: z.string(), tax: z.string(), taxable: z.string(), rate: z.number() })),
});
export type Tax = z.infer<typeof Tax>;

const Answer = z.looseObject({
  code: z.string(),
  status: z.string(),
  currencyCode: z.string().nullish(),
  totalTax: z.number(),
  totalTaxable: z.number(),
  lines: z.array(z.looseObject({ lineNumber: z.string(), tax: z.number(), taxableAmount: z.number() })).nullish(),
});

/** @throws StepError when it is no transaction */
export function taxOf(
  answer: JsonObject | undefined,
  said: { readonly currency: string; readonly created: boolean },
): Tax {
  const read = Answer.safeParse(answer);
  if (!read.success) throw unreadable(said.created);
  const { code, status, totalTax, totalTaxable, lines } = read.data;
  const currency = read.data.currencyCode ?? said.currency;
  return {
    code,
    recorded: status !== 'Temporary',
    created: said.created,
    tax: { amount: decimalOf(totalTax), currency },
    taxable: { amount: decimalOf(totalTaxable), currency },
    rate: share(totalTax, totalTaxable),
    lines: (lines ?? []).map(({ lineNumber, tax, taxableAmount }) => ({
      id: lineNumber,
      tax: decimalOf(tax),
      taxable: decimalOf(taxableAmount),
      rate: share(tax, taxableAmount),
    })),
  };
}

/** A float of AvaTax as decimal text: it counts in hundredths, a double may say 7.749999. */
function decimalOf(value: number): string {
  return String(Math.round(value * 1_000_000) / 1_000_000);
}

function share(tax: number, taxable: number): number {
  return taxable === 0 ? 0 : Math.round((tax / taxable) * 1_000_000) / 1_000_000;
}
