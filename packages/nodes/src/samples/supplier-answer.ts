import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from './layout.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const QUESTION = { order: '#1042', sku: 'MUG-BLUE', quantity: 40, supplier: 'Keramik Nord' };

/** A question to another company: it answers at an address of this one run, hours or days later, or not at all. */
export const supplierAnswer: Flow = {
  format: FLOW_FORMAT,
  id: 'supplier-answer',
  name: 'Ask a supplier',
  nodes: [
    {
      id: 'asked',
      type: 'webhook',
      version: 1,
      name: 'Goods to order',
      params: { path: 'suppliers/ask', verify: { scheme: 'none' }, businessKey: '=input.order', respond: 'accepted' },
      policy: {},
    },
    {
      id: 'ask',
      type: 'send-event',
      version: 1,
      name: 'Ask when it can deliver',
      params: {
        topic: 'supplier.question',
        key: '=input.order',
        payload:
          '={ supplier: input.supplier, sku: input.sku, quantity: input.quantity, answerTo: run.callbackUrls.answer }',
      },
      policy: {},
    },
    {
      id: 'answer',
      type: 'wait-for-callback',
      version: 1,
      name: 'Its answer',
      params: { timeoutMs: 2 * DAY_MS },
      policy: { slaMs: DAY_MS },
    },
    {
      id: 'second-thoughts',
      type: 'delay',
      version: 1,
      name: 'An hour to think again',
      params: { mode: 'for', durationMs: HOUR_MS },
      policy: {},
    },
    {
      id: 'confirmed',
      type: 'log',
      version: 1,
      name: 'Order it',
      params: { level: 'info', message: "='Order ' + steps.asked.order + ': the supplier said ' + input.payload.says" },
      policy: {},
    },
    {
      id: 'silent',
      type: 'fail',
      version: 1,
      name: 'No answer in two days',
      params: { kind: 'refused', code: 'supplier-silent', message: 'The supplier did not answer in two days.' },
      policy: {},
    },
  ],
  edges: [
    { from: 'asked', port: 'out', to: 'ask' },
    { from: 'ask', port: 'out', to: 'answer' },
    { from: 'answer', port: 'received', to: 'second-thoughts' },
    { from: 'answer', port: 'timeout', to: 'silent' },
    { from: 'second-thoughts', port: 'out', to: 'confirmed' },
  ],
  layout: {
    nodes: layOut([
      ['asked', 'ask', 'answer', 'second-thoughts', 'confirmed'],
      ['', '', '', 'silent'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'process',
    description: 'Asks a supplier and waits up to two days for an answer at an address that only this run has.',
    owner: 'Purchasing',
  },
  tests: [
    {
      id: 'answers',
      name: 'The supplier answers after five hours',
      node: 'asked',
      message: QUESTION,
      arrivals: [{ afterMs: 5 * HOUR_MS, callback: { node: 'answer', payload: { says: 'in three days' } } }],
      expect: {
        path: ['ask', 'answer', 'second-thoughts', 'confirmed'],
        published: [{ topic: 'supplier.question', key: '#1042' }],
      },
    },
    {
      id: 'silent',
      name: 'The supplier never answers',
      node: 'asked',
      message: QUESTION,
      expect: { status: 'exception', path: ['ask', 'answer', 'silent'], exception: { code: 'supplier-silent' } },
    },
  ],
};
