import { FLOW_FORMAT, type Flow, type FlowEdge, type FlowNode } from '@lockstep/schema/graph';
import type { JsonObject } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { changedEvent } from './messages.ts';

interface Keeps {
  readonly id: string;
  readonly name: string;
  /** As the rules call it. */
  readonly system: string;
  readonly description: string;
  readonly rest: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  /** Rows of steps, from left to right; each step in a row of its own where absent. */
  readonly rows?: Parameters<typeof layOut>[0];
  readonly moreTests?: Flow['tests'];
  /** A write it tells, and the way and reply of the step that does it. */
  readonly test: {
    readonly write: JsonObject;
    readonly step: string;
    readonly reply: JsonObject;
    readonly port: string;
  };
}

/** A flow that keeps one system in step with the golden records: one change of a customer after the other, never an older one later. */
function keepInStep({ id, name, system, description, rest, edges, test, rows, moreTests = [] }: Keeps): Flow {
  const wanted = `(input.payload.writes ?? []).find((each) => each.system === '${system}')`;
  const each: FlowNode = {
    id: 'each',
    type: 'for-each',
    version: 1,
    name: 'Each record there',
    params: { items: `=input.payload.writes.filter((each) => each.system === '${system}')` },
    policy: {},
  };
  return {
    format: FLOW_FORMAT,
    id,
    name,
    nodes: [
      {
        id: 'changed',
        type: 'on-event',
        version: 1,
        name: 'A customer has changed',
        params: { topic: 'customer.changed', when: `${wanted} !== undefined`, start: 'now' },
        policy: {},
      },
      each,
      ...rest.map((node) => ({ ...node, scope: 'each' })),
    ],
    edges: [{ from: 'changed', port: 'out', to: 'each' }, ...edges],
    layout: { nodes: layOut(rows ?? [['changed', 'each', ''], ...rest.map((node) => ['', '', node.id])]), notes: [] },
    settings: {
      layer: 'system',
      description,
      owner: 'Customer data',
      lane: { key: '=input.key', name: 'Customer', onException: 'skip' },
    },
    tests: [
      {
        id: 'changed',
        name: 'What it does not show yet is written there',
        node: 'changed',
        message: changedEvent({ system, ...test.write }),
        replies: { [test.step]: [{ port: test.port, value: test.reply }] },
        expect: { path: ['each'] },
      },
      ...moreTests,
    ],
  };
}

const step = (node: Omit<FlowNode, 'version' | 'policy'> & Partial<Pick<FlowNode, 'policy'>>): FlowNode => ({
  version: 1,
  policy: {},
  ...node,
});
/** Only what is told: a name that did not change is not written. */
const picked = (names: Readonly<Record<string, string>>): string =>
  `={ ${Object.entries(names)
    .map(([ours, theirs]) => `...(input.values.${ours} !== undefined && { ${theirs}: input.values.${ours} })`)
    .join(', ')} }`;

export const customerToShop: Flow = keepInStep({
  id: 'customer-to-shop',
  name: 'Customers: keep the shop in step',
  system: 'shopify',
  description:
    'Writes into the account of the shop what was edited elsewhere. The shop reports it back, which changes nothing.',
  rest: [
    step({
      id: 'write',
      type: 'http-request',
      name: 'Change the account',
      params: {
        connection: 'shopify',
        method: 'PUT',
        url: "='/admin/api/2026-07/customers/' + input.id + '.json'",
        headers: {},
        body: picked({ email: 'email', phone: 'phone', firstName: 'first_name', lastName: 'last_name' }).replace(
          /^=(.*)$/s,
          "={ customer: { id: Number(input.id), ...$1, ...(input.values.consents?.some((each) => each.purpose === 'marketing-email') && { email_marketing_consent: { state: input.values.consents.find((each) => each.purpose === 'marketing-email').granted ? 'subscribed' : 'unsubscribed', consent_updated_at: input.values.consents.find((each) => each.purpose === 'marketing-email').at } }) } }",
        ),
      },
      // The same values again change nothing.
      policy: { strategy: 'key' },
    }),
  ],
  edges: [{ from: 'each', port: 'each', to: 'write' }],
  test: {
    write: { id: '7311562731', values: { lastName: 'Müller-Byron' } },
    step: 'write',
    port: 'out',
    reply: { status: 200, headers: {}, body: {} },
  },
});

const CRM_FIELDS = picked({ email: 'Email', phone: 'Phone', firstName: 'FirstName', lastName: 'LastName' }).replace(
  /^=\{(.*)\}$/s,
  "{$1, ...(input.values.consents?.some((each) => each.purpose === 'marketing-email') && { HasOptedOutOfEmail: !input.values.consents.find((each) => each.purpose === 'marketing-email').granted }) }",
);

export const customerToCrm: Flow = keepInStep({
  id: 'customer-to-crm',
  name: 'Customers: keep the CRM in step',
  system: 'salesforce',
  description: 'Makes or changes the contact in the CRM, by our number. Without consent only consents come here.',
  rest: [
    step({
      id: 'known',
      type: 'switch',
      name: 'Is it there?',
      params: { cases: [{ name: 'known', when: '=input.id !== undefined' }] },
    }),
    step({
      id: 'change',
      type: 'salesforce.upsert',
      name: 'Change the contact',
      params: {
        connection: 'salesforce',
        object: 'Contact',
        externalIdField: 'Id',
        externalId: '=input.id',
        fields: `={ Lockstep_Id__c: steps.changed.payload.customer.id, ...${CRM_FIELDS} }`,
      },
    }),
    step({
      id: 'make',
      type: 'salesforce.upsert',
      name: 'Make the contact',
      params: {
        connection: 'salesforce',
        object: 'Contact',
        externalIdField: 'Lockstep_Id__c',
        externalId: '=steps.changed.payload.customer.id',
        fields: `=${CRM_FIELDS}`,
      },
    }),
  ],
  edges: [
    { from: 'each', port: 'each', to: 'known' },
    { from: 'known', port: 'known', to: 'change' },
    { from: 'known', port: 'otherwise', to: 'make' },
  ],
  test: {
    write: { values: { lastName: 'Müller' } },
    step: 'make',
    port: 'written',
    reply: { id: '0035g00000A1bCdAAA', externalId: 'C-1001', created: true },
  },
});

const ERP_FIELDS = picked({ email: 'email', phone: 'phoneNumber' }).replace(
  /^=\{(.*)\}$/s,
  "{$1, ...((input.values.firstName !== undefined || input.values.lastName !== undefined || input.values.company !== undefined) && { displayName: [steps.changed.payload.customer.firstName, steps.changed.payload.customer.lastName].filter(Boolean).join(' ') || steps.changed.payload.customer.company || steps.changed.payload.customer.email }) }",
);

const ERP_ID = '26814998-936a-401c-81c1-0e848a64971d';
const refusal = (code: string) => ({
  port: 'rolled-back',
  value: { failed: [{ index: 0, status: 400, code, message: 'The request is refused.' }] },
});

export const customerToErp: Flow = keepInStep({
  id: 'customer-to-erp',
  name: 'Customers: keep the ERP in step',
  system: 'business-central',
  description: 'Makes the customer in the ERP under our number, or changes it.',
  rest: [
    step({
      id: 'known',
      type: 'switch',
      name: 'Is it there?',
      params: { cases: [{ name: 'known', when: '=input.id !== undefined' }] },
    }),
    step({
      id: 'change',
      type: 'business-central.change-record',
      name: 'Change the customer',
      params: { connection: 'business-central', entity: 'customers', id: '=input.id', fields: `=${ERP_FIELDS}` },
    }),
    step({
      id: 'make',
      type: 'business-central.batch',
      name: 'Make the customer',
      params: {
        connection: 'business-central',
        requests: `=[{ method: 'POST', url: 'customers', body: { number: steps.changed.payload.customer.id, ...${ERP_FIELDS} } }]`,
      },
      // A number is given once there, so nobody is made twice.
      policy: { strategy: 'upsert' },
    }),
    // Made by a change a moment ago: the ERP tells of it later, and this change belongs to it too.
    step({
      id: 'taken',
      type: 'switch',
      name: 'Is the number taken?',
      params: { cases: [{ name: 'there', when: "=input.failed[0].code === 'Internal_EntityWithSameKeyExists'" }] },
    }),
    step({
      id: 'look',
      type: 'business-central.batch',
      name: 'Whose number is it?',
      params: {
        connection: 'business-central',
        requests:
          '=[{ method: "GET", url: "customers?$filter=number eq \'" + steps.changed.payload.customer.id + "\'" }]',
      },
      policy: { strategy: 'upsert' },
    }),
    step({
      id: 'which',
      type: 'switch',
      name: 'Is it there?',
      params: { cases: [{ name: 'found', when: '=input.results[0].value.length > 0' }] },
    }),
    step({
      id: 'change-there',
      type: 'business-central.change-record',
      name: 'Change it there',
      params: {
        connection: 'business-central',
        entity: 'customers',
        id: '=input.results[0].value[0].id',
        fields: `=${ERP_FIELDS.replaceAll('input.values', 'steps.each.values')}`,
      },
    }),
    step({
      id: 'refused',
      type: 'fail',
      name: 'The ERP does not take it',
      params: {
        kind: 'refused',
        code: 'erp-refused',
        message:
          "='Business Central refuses the customer: ' + steps.make.failed[0].message + ' (' + steps.make.failed[0].code + ')'",
      },
    }),
  ],
  edges: [
    { from: 'each', port: 'each', to: 'known' },
    { from: 'known', port: 'known', to: 'change' },
    { from: 'known', port: 'otherwise', to: 'make' },
    { from: 'make', port: 'rolled-back', to: 'taken' },
    { from: 'taken', port: 'there', to: 'look' },
    { from: 'taken', port: 'otherwise', to: 'refused' },
    { from: 'look', port: 'done', to: 'which' },
    { from: 'which', port: 'found', to: 'change-there' },
    { from: 'which', port: 'otherwise', to: 'refused' },
  ],
  test: {
    write: { values: { email: 'jana.mueller@example.com' } },
    step: 'make',
    port: 'done',
    reply: { results: [{ id: ERP_ID }] },
  },
  rows: [
    ['changed', 'each', 'known', 'change'],
    ['', '', '', 'make', 'taken', 'look', 'which', 'change-there'],
    ['', '', '', '', '', '', '', 'refused'],
  ],
  moreTests: [
    {
      id: 'there',
      name: 'It is there, and the ERP has not told of it yet',
      node: 'changed',
      message: changedEvent({ system: 'business-central', values: { phone: '+49302222222' } }),
      replies: {
        make: [refusal('Internal_EntityWithSameKeyExists')],
        look: [{ port: 'done', value: { results: [{ value: [{ id: ERP_ID }] }] } }],
        'change-there': [{ port: 'changed', value: { id: ERP_ID, etag: 'x', record: {} } }],
      },
      expect: { status: 'done' },
    },
    {
      id: 'refused',
      name: 'The ERP does not take it',
      node: 'changed',
      message: changedEvent({ system: 'business-central', values: { phone: 'x'.repeat(99) } }),
      replies: { make: [refusal('Application_StringExceededLength')] },
      expect: { status: 'exception', exception: { code: 'erp-refused' } },
    },
  ],
});
