import { contracts } from '@lockstep/schema/contracts';
import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from './drawn.ts';

const REQUEST = contracts.find(({ name }) => name === 'tax-request')?.example ?? {};
const SEAT = {
  street: ['388 Townsend St'],
  city: 'San Francisco',
  region: 'CA',
  postalCode: '94107',
  country: 'US',
};
const TAX = {
  ...{ code: 'x', recorded: false, created: false, rate: 0.0775 },
  tax: { amount: '7.75', currency: 'USD' },
  taxable: { amount: '100', currency: 'USD' },
  lines: [{ id: '1', tax: '7.75', taxable: '100', rate: 0.0775 }],
};

/** Offers the tax of AvaTax. Nothing is recorded there. */
export const quoteTaxAvatax: Flow = drawn(
  {
    id: 'quote-tax-avatax',
    name: 'Quote tax (AvaTax)',
    settings: {
      layer: 'system',
      description: 'Offers the capability "Quote tax" by AvaTax: what is owed, by line. Nothing is recorded.',
      owner: 'Finance',
      speaksFor: [],
    },
    tests: [
      {
        id: 'quoted',
        name: 'A basket for California',
        node: 'called',
        message: REQUEST,
        replies: { quote: [{ port: 'out', value: TAX }] },
        expect: {
          path: ['quote', 'give'],
          outputs: {
            give: { reference: 'B-77', system: 'avatax', tax: { amount: '7.75', currency: 'USD' }, rate: 0.0775 },
          },
        },
      },
      {
        id: 'refused',
        name: 'An address nobody lives at',
        node: 'called',
        message: REQUEST,
        replies: { quote: [{ fail: { kind: 'refused', code: 'avatax-refused', message: 'No such address.' } }] },
        expect: { status: 'exception', path: ['quote'] },
      },
    ],
  },
  [
    step('called', 'callable', 'What is owed?', {
      capability: 'quote-tax',
      errors: { 'avatax-refused': 'tax-refused', 'address-invalid': 'tax-refused', 'tax-lines-invalid': 'tax-refused' },
    }),
    step(
      'quote',
      'avatax.quote-tax',
      'Ask AvaTax',
      {
        connection: 'avatax',
        companyCode: 'DEFAULT',
        customerCode: '=input.customer',
        currency: '=input.currency',
        shipFrom: `=input.shipFrom ?? ${JSON.stringify(SEAT)}`,
        shipTo: '=input.shipTo',
        lines: '=input.lines',
      },
      // Whoever cannot wait until it is back asks it directly, within a time of its own.
      { timeoutMs: 30_000, retry: { maxAttempts: 50, baseMs: 1_000, capMs: 900_000, jitter: 0.3 } },
    ),
    step('give', 'return', 'Tax', {
      value:
        "={ reference: steps.called.reference, system: 'avatax', tax: input.tax, taxable: input.taxable, rate: input.rate, lines: input.lines }",
    }),
  ],
  ['called.out > quote', 'quote.out > give'],
  [['called', 'quote', 'give']],
);
