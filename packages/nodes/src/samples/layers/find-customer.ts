import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from './drawn.ts';

/** A quote in a value of SOQL is escaped, and so is the sign that escapes it. */
const quoted = (value: string) => `String(${value}).replaceAll('\\\\', '\\\\\\\\').replaceAll("'", "\\\\'")`;
const SOQL = `="SELECT Id, FirstName, LastName, Email, Phone, LastModifiedDate FROM Contact WHERE " + (input.email !== undefined ? "Email = '" + ${quoted('input.email')} : input.phone !== undefined ? "Phone = '" + ${quoted('input.phone')} : "Id = '" + ${quoted('input.customer')}) + "'"`;
const CUSTOMER =
  "={ found: true, customer: { id: input.records[0].Id, identifiers: [{ system: 'salesforce', value: input.records[0].Id }], kind: 'person', updatedAt: new Date(input.records[0].LastModifiedDate).toISOString(), ...(input.records[0].Email && { email: input.records[0].Email }), ...(input.records[0].Phone && { phone: input.records[0].Phone }), ...(input.records[0].FirstName && { firstName: input.records[0].FirstName }), ...(input.records[0].LastName && { lastName: input.records[0].LastName }) } }";
const CONTACT = {
  ...{ Id: '003000000000001AAA', FirstName: 'Jana', LastName: 'Müller', Email: 'jana.mueller@example.com' },
  LastModifiedDate: '2026-11-20T09:14:05.000Z',
};

/** Offers customers as the CRM knows them. */
export const findCustomerSalesforce: Flow = drawn(
  {
    id: 'find-customer-salesforce',
    name: 'Find customer (Salesforce)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Find customer" by Salesforce: the one contact with this number, e-mail address or telephone number.',
      owner: 'Customer service',
      speaksFor: ['CRM'],
    },
    tests: [
      {
        id: 'found',
        name: 'One contact has the address',
        node: 'called',
        message: { email: 'jana.mueller@example.com' },
        replies: { ask: [{ port: 'out', value: { records: [CONTACT], totalSize: 1, complete: true } }] },
        expect: {
          path: ['ask', 'how-many', 'found'],
          outputs: { found: { found: true, customer: { id: '003000000000001AAA', firstName: 'Jana' } } },
        },
      },
      {
        id: 'unknown',
        name: 'Nobody has it',
        node: 'called',
        message: { phone: "+49 30 'x'" },
        replies: { ask: [{ port: 'out', value: { records: [], totalSize: 0, complete: true } }] },
        expect: { path: ['ask', 'how-many', 'nobody'], outputs: { nobody: { found: false } } },
      },
      {
        id: 'ambiguous',
        name: 'Two have it',
        node: 'called',
        message: { email: 'jana.mueller@example.com' },
        replies: { ask: [{ port: 'out', value: { records: [CONTACT, CONTACT], totalSize: 2, complete: true } }] },
        expect: {
          status: 'exception',
          path: ['ask', 'how-many', 'several'],
          exception: { code: 'customer-ambiguous' },
        },
      },
    ],
  },
  [
    step('called', 'callable', 'Customer wanted', { capability: 'find-customer' }),
    step(
      'ask',
      'salesforce.query',
      'Ask the CRM',
      { connection: 'salesforce', soql: SOQL, maxRecords: 2 },
      { timeoutMs: 10_000 },
    ),
    step('how-many', 'switch', 'How many are there?', {
      cases: [
        { name: 'one', when: '=input.records.length === 1' },
        { name: 'none', when: '=input.records.length === 0' },
      ],
    }),
    step('found', 'return', 'Found', { value: CUSTOMER }),
    step('nobody', 'return', 'Nobody', { value: { found: false } }),
    step('several', 'fail', 'Several', {
      kind: 'refused',
      code: 'customer-ambiguous',
      message: 'Several customers fit: merge them, or ask by number.',
    }),
  ],
  [
    'called.out > ask',
    'ask.out > how-many',
    'how-many.one > found',
    'how-many.none > nobody',
    'how-many.otherwise > several',
  ],
  [
    ['called', 'ask', 'how-many', 'found'],
    ['', '', '', 'nobody'],
    ['', '', '', 'several'],
  ],
);
