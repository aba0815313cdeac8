import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from './layout.ts';

const FILTER = `"PurchaseOrderByCustomer eq '" + input.reference.replaceAll("'", "''") + "'"`;

const SALES_ORDER = {
  SalesOrder: '4711',
  OverallSDProcessStatus: 'B',
  TotalNetAmount: '119.00',
  TransactionCurrency: 'EUR',
};

/** A synchronous API drawn as a flow: the caller waits, the flow asks S/4HANA and answers. */
export const orderStatus: Flow = {
  format: FLOW_FORMAT,
  id: 'order-status',
  name: 'Order status API',
  nodes: [
    {
      id: 'asked',
      type: 'webhook',
      version: 1,
      name: 'Where is my order?',
      params: {
        path: 'orders/status',
        verify: { scheme: 'none' },
        businessKey: '=input.reference',
        respond: 'flow',
        deadlineMs: 5000,
      },
      policy: {},
    },
    {
      id: 'has-reference',
      type: 'filter',
      version: 1,
      name: 'Is there a reference?',
      params: {
        when: "=typeof input?.reference === 'string' && input.reference.trim() !== ''",
        reason: 'Send { "reference": "#1001" }.',
      },
      policy: {},
    },
    {
      id: 'find',
      type: 'http-request',
      version: 1,
      name: 'Find the sales order',
      params: {
        connection: 'sap',
        method: 'GET',
        url: '/sap/opu/odata/sap/API_SALES_ORDER_SRV/A_SalesOrder',
        query: {
          $filter: `=${FILTER}`,
          $select: 'SalesOrder,CreationDate,OverallSDProcessStatus,TotalNetAmount,TransactionCurrency',
          $orderby: 'SalesOrder desc',
          $top: 1,
        },
        headers: { accept: 'application/json' },
      },
      policy: { strategy: 'safe', retry: { maxAttempts: 2, baseMs: 200, capMs: 1000, jitter: 0.2 }, timeoutMs: 2000 },
    },
    {
      id: 'found',
      type: 'switch',
      version: 1,
      name: 'Is it there?',
      params: { cases: [{ name: 'found', when: '=(input.body?.d?.results?.length ?? 0) > 0' }] },
      policy: {},
    },
    {
      id: 'answer',
      type: 'respond',
      version: 1,
      name: 'Answer with the status',
      params: {
        status: 200,
        body: "={ reference: steps.asked.reference, salesOrder: input.body.d.results[0].SalesOrder, status: ({ A: 'open', B: 'in progress', C: 'completed' })[input.body.d.results[0].OverallSDProcessStatus] ?? 'open', total: { amount: input.body.d.results[0].TotalNetAmount, currency: input.body.d.results[0].TransactionCurrency } }",
      },
      policy: {},
    },
    {
      id: 'unknown',
      type: 'respond',
      version: 1,
      name: 'Not found',
      params: { status: 404, body: "={ title: 'No such order', reference: steps.asked.reference }" },
      policy: {},
    },
    {
      id: 'bad-question',
      type: 'respond',
      version: 1,
      name: 'Ask differently',
      params: { status: 400, body: "={ title: 'The reference is missing', detail: input.reason }" },
      policy: {},
    },
    {
      id: 'unavailable',
      type: 'respond',
      version: 1,
      name: 'ERP does not answer',
      params: {
        status: 503,
        headers: { 'retry-after': '5' },
        body: "={ title: 'Order data is not available now', detail: input.error.message }",
      },
      policy: {},
    },
  ],
  edges: [
    { from: 'asked', port: 'out', to: 'has-reference' },
    { from: 'has-reference', port: 'pass', to: 'find' },
    { from: 'has-reference', port: 'rejected', to: 'bad-question' },
    { from: 'find', port: 'out', to: 'found' },
    { from: 'find', port: 'error', to: 'unavailable' },
    { from: 'found', port: 'found', to: 'answer' },
    { from: 'found', port: 'otherwise', to: 'unknown' },
  ],
  layout: {
    nodes: layOut([
      ['asked', 'has-reference', 'find', 'found', 'answer'],
      ['', '', 'bad-question', 'unavailable', 'unknown'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description: 'Answers where an order stands, while the caller waits: POST { "reference": "#1001" }.',
    owner: 'Customer service',
  },
  tests: [
    {
      id: 'reference',
      name: 'Order #1001',
      node: 'asked',
      message: { reference: '#1001' },
      replies: { find: [{ port: 'out', value: { status: 200, body: { d: { results: [SALES_ORDER] } } } }] },
      expect: { response: { status: 200, body: { salesOrder: '4711', status: 'in progress' } } },
    },
    {
      id: 'no-such-order',
      name: 'An order that nobody placed',
      node: 'asked',
      message: { reference: '#9' },
      replies: { find: [{ port: 'out', value: { status: 200, body: { d: { results: [] } } } }] },
      expect: { response: { status: 404 } },
    },
    {
      id: 'erp-is-away',
      name: 'The ERP does not answer',
      node: 'asked',
      message: { reference: '#1001' },
      replies: { find: [{ fail: { kind: 'transient', code: 'http-timeout', message: 'No answer in time.' } }] },
      expect: { response: { status: 503 } },
    },
    {
      id: 'no-reference',
      name: 'A question without a reference',
      node: 'asked',
      message: {},
      expect: { path: ['has-reference', 'bad-question'], response: { status: 400 } },
    },
  ],
};
