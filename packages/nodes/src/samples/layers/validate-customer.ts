import type { Flow } from '@lockstep/schema/graph';
import { bcFound, bcRead, equals, odataFound, RETRY, s4 } from './asked.ts';
import { drawn, step } from './drawn.ts';

const REQUEST = { reference: '#1001', customer: '10100001', amount: { amount: '50.00', currency: 'EUR' } };
const CUSTOMER = { Customer: '10100001', OrderIsBlockedForCustomer: '', DeletionIndicator: false };
const AREA = { SalesOrganization: '1010', OrderIsBlockedForCustomer: '', DeletionIndicator: false };
/** What S/4HANA says against a customer: blocks and deletions, of the customer and of the sales area of Europe. */
const JUDGE_S4 = `type Row = Record<string, any>;
const ORGANIZATION = '1010';

export default function map(input: { records: { fields: Row }[] }, ctx: any) {
  const [{ fields }] = input.records;
  const areas = (fields.to_CustomerSalesArea ?? []).filter((area: Row) => area.SalesOrganization === ORGANIZATION);
  const reasons: { code: string; message: string }[] = [];
  const against = (code: string, message: string) => reasons.push({ code, message });
  if (fields.DeletionIndicator) against('blocked', 'The customer is marked for deletion.');
  if (fields.OrderIsBlockedForCustomer) against('blocked', 'Orders of the customer are blocked (' + fields.OrderIsBlockedForCustomer + ').');
  if (areas.length === 0) against('incomplete', 'The customer is not set up for sales organization ' + ORGANIZATION + '.');
  else if (areas.every((area: Row) => area.OrderIsBlockedForCustomer || area.DeletionIndicator)) {
    against('blocked', 'Orders of the customer are blocked in sales organization ' + ORGANIZATION + '.');
  }
  return { reference: ctx.steps.called.reference, valid: reasons.length === 0, account: fields.Customer, reasons };
}
`;

const nobody = (message: string) =>
  `={ reference: steps.called.reference, valid: false, reasons: [{ code: 'unknown', message: ${message} }] }`;

/** Offers the accounts of S/4HANA. It is asked by number: an address alone names no account there. */
export const validateCustomerS4: Flow = drawn(
  {
    id: 'validate-customer-s4hana',
    name: 'Validate customer account (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Validate customer account" by S/4HANA: whether the customer is there, set up for the sales organization, and not blocked.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'valid',
        name: 'An account nothing speaks against',
        node: 'called',
        message: REQUEST,
        replies: { read: [odataFound({ ...CUSTOMER, to_CustomerSalesArea: [AREA] })] },
        expect: {
          path: ['numbered', 'read', 'judge', 'give'],
          outputs: { give: { reference: '#1001', valid: true, account: '10100001', reasons: [] } },
        },
      },
      {
        id: 'blocked',
        name: 'Blocked, and not set up for the sales organization',
        node: 'called',
        message: REQUEST,
        replies: { read: [odataFound({ ...CUSTOMER, OrderIsBlockedForCustomer: '01', to_CustomerSalesArea: [] })] },
        expect: {
          path: ['numbered', 'read', 'judge', 'give'],
          outputs: { give: { valid: false, reasons: [{ code: 'blocked' }, { code: 'incomplete' }] } },
        },
      },
      {
        id: 'unknown',
        name: 'No such account',
        node: 'called',
        message: REQUEST,
        replies: { read: [odataFound()] },
        expect: {
          path: ['numbered', 'read', 'unknown'],
          outputs: { unknown: { valid: false, reasons: [{ code: 'unknown' }] } },
        },
      },
      {
        id: 'no-number',
        name: 'Asked by an address alone',
        node: 'called',
        message: { reference: '#1001', email: 'jana.mueller@example.com' },
        expect: {
          path: ['numbered', 'no-number'],
          outputs: { 'no-number': { valid: false, reasons: [{ code: 'incomplete' }] } },
        },
      },
    ],
  },
  [
    step('called', 'callable', 'Customer to validate', { capability: 'validate-customer' }),
    step('numbered', 'switch', 'Is it a number of S/4HANA?', {
      cases: [{ name: 'number', when: "=/^[A-Za-z0-9]{1,10}$/.test(input.customer ?? '')" }],
    }),
    step(
      'read',
      'odata.read-records',
      'Read the customer',
      {
        ...s4('API_BUSINESS_PARTNER'),
        ...{ set: 'A_Customer', key: '=input.customer', expand: 'to_CustomerSalesArea' },
      },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step('judge', 'map', 'What speaks against it?', { script: JUDGE_S4 }),
    step('give', 'return', 'Judgement', { value: '=input' }),
    step('unknown', 'return', 'No such account', {
      value: nobody("'There is no customer ' + steps.called.customer + '.'"),
    }),
    step('no-number', 'return', 'No number', {
      value:
        "={ reference: input.reference, valid: false, reasons: [{ code: 'incomplete', message: 'An account is found by its number of up to ten characters.' }] }",
    }),
  ],
  [
    'called.out > numbered',
    'numbered.number > read',
    'numbered.otherwise > no-number',
    'read.out > judge',
    'read.none > unknown',
    'judge.out > give',
  ],
  [
    ['called', 'numbered', 'read', 'judge', 'give'],
    ['', '', 'no-number', 'unknown'],
  ],
);

/** What Business Central says against a customer: blocks, and the credit limit with what is open. */
const JUDGE_BC = `type Row = Record<string, any>;

export default function map(input: { results: { value: Row[] }[] }, ctx: any) {
  const asked = ctx.steps.called;
  const found = input.results[0].value;
  const answer = (reasons: { code: string; message: string }[], account?: string) => ({
    reference: asked.reference,
    valid: reasons.length === 0,
    ...(account !== undefined && { account }),
    reasons,
  });
  if (found.length === 0) return answer([{ code: 'unknown', message: 'There is no such customer.' }]);
  if (found.length > 1) return answer([{ code: 'incomplete', message: 'Several customers fit: ask by number.' }]);
  const [customer] = found;
  const blocked = String(customer.blocked ?? '').trim();
  const reasons: { code: string; message: string }[] = [];
  if (blocked !== '') reasons.push({ code: 'blocked', message: 'The customer is blocked (' + blocked + ').' });
  const limit = Number(customer.creditLimit ?? 0);
  const open = Number(customer.balanceDue ?? 0) + Number(asked.amount?.amount ?? 0);
  // No limit is kept as zero.
  if (limit > 0 && open > limit) {
    reasons.push({ code: 'credit-limit', message: open.toFixed(2) + ' would be open; the limit is ' + limit.toFixed(2) + '.' });
  }
  return answer(reasons, customer.number);
}
`;
const RECORD = { number: '10000', displayName: 'Collective customer', blocked: ' ', creditLimit: 0, balanceDue: 0 };

/** Offers the accounts of Business Central, in the same words. */
export const validateCustomerBc: Flow = drawn(
  {
    id: 'validate-customer-business-central',
    name: 'Validate customer account (Business Central)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Validate customer account" by Business Central: blocks, and the credit limit with what is open.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'valid',
        name: 'Nothing speaks against it',
        node: 'called',
        message: { ...REQUEST, customer: '10000' },
        replies: { read: [bcFound([RECORD])] },
        expect: {
          path: ['read', 'judge', 'give'],
          outputs: { give: { reference: '#1001', valid: true, account: '10000', reasons: [] } },
        },
      },
      {
        id: 'limit',
        name: 'More than the credit limit would be open',
        node: 'called',
        message: { ...REQUEST, customer: '10050' },
        replies: { read: [bcFound([{ ...RECORD, number: '10050', creditLimit: 100, balanceDue: 80 }])] },
        expect: { outputs: { give: { valid: false, reasons: [{ code: 'credit-limit' }] } } },
      },
      {
        id: 'unknown',
        name: 'No such account',
        node: 'called',
        message: { reference: '#1001', email: "o'neil@example.com" },
        replies: { read: [bcFound([])] },
        expect: { outputs: { give: { valid: false, reasons: [{ code: 'unknown' }] } } },
      },
    ],
  },
  [
    step('called', 'callable', 'Customer to validate', { capability: 'validate-customer' }),
    step(
      'read',
      'business-central.batch',
      'Read the customer',
      {
        connection: 'business-central',
        requests: bcRead({
          entity: 'customers',
          filter: `(input.customer !== undefined ? ${equals('number', 'input.customer')} : ${equals('email', "input.email ?? ''")})`,
        }),
      },
      { strategy: 'upsert', retry: RETRY, timeoutMs: 15_000 },
    ),
    step('judge', 'map', 'What speaks against it?', { script: JUDGE_BC }),
    step('give', 'return', 'Judgement', { value: '=input' }),
  ],
  ['called.out > read', 'read.done > judge', 'judge.out > give'],
  [['called', 'read', 'judge', 'give']],
);
