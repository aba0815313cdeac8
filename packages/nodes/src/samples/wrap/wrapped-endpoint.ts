import type { Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { drawn, step } from '../layers/drawn.ts';

/** `{"orderRef":"#1001","warehouse":"BER-1","lines":[{"sku":"MUG-BLUE","quantity":2}]}` */
const ASKED =
  'eyJvcmRlclJlZiI6IiMxMDAxIiwid2FyZWhvdXNlIjoiQkVSLTEiLCJsaW5lcyI6W3sic2t1IjoiTVVHLUJMVUUiLCJxdWFudGl0eSI6Mn1dfQ==';
const REQUEST = { orderRef: '#1001', warehouse: 'BER-1', lines: [{ sku: 'MUG-BLUE', quantity: 2 }] };
const answered = (status: number, request: Json) => ({
  port: 'out',
  value: {
    ...{ status, headers: { 'content-type': 'application/json' }, body: 'e30=', request, answer: {} },
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  },
});

/**
 * Stands in front of an endpoint that is there already: who called it calls this address instead, and sees no difference. Every call
 * is a run, with a trace both systems know; a request that breaks the contract is answered all the same and seen by a person (R45).
 */
export const wrappedEndpoint: Flow = drawn(
  {
    id: 'wrapped-endpoint',
    name: 'Wrap an endpoint (pass-through)',
    settings: {
      layer: 'system',
      description:
        'Stands in front of an existing endpoint and changes nothing: bytes, status and headers pass as they are. It adds a trace, and reports requests that break the contract after they are answered.',
      owner: 'Integration',
    },
    tests: [
      {
        id: 'passes',
        name: 'A request that keeps the contract',
        node: 'asked',
        message: ASKED,
        replies: { forward: [answered(201, REQUEST)] },
        expect: {
          path: ['forward', 'answer', 'sent', 'check'],
          response: { status: 201, body: 'e30=' },
        },
      },
      {
        id: 'broken',
        name: 'One that breaks it: answered all the same, and reported',
        node: 'asked',
        message: 'e30=',
        replies: { forward: [answered(422, {})] },
        expect: {
          status: 'exception',
          path: ['forward', 'answer', 'sent', 'check', 'broken'],
          response: { status: 422, body: 'e30=' },
          exception: { code: 'contract-broken' },
        },
      },
      {
        id: 'down',
        name: 'The endpoint is not there: the caller is told, and so is a person',
        node: 'asked',
        message: ASKED,
        replies: {
          forward: [{ fail: { kind: 'refused', code: 'connection-lost', message: 'It cannot be reached.' } }],
        },
        expect: {
          status: 'exception',
          path: ['forward', 'down', 'lost'],
          response: { status: 502, body: { status: 502, detail: 'It cannot be reached.' } },
          exception: { code: 'endpoint-down' },
        },
      },
    ],
  },
  [
    step('asked', 'webhook', 'The request', {
      path: 'wrapped/allocations',
      verify: { scheme: 'none' },
      body: 'bytes',
      respond: 'flow',
      deadlineMs: 30_000,
    }),
    step(
      'forward',
      'forward-request',
      'As it came',
      {
        connection: 'wms',
        url: '/v1/allocations',
        query: '=trigger.query ?? {}',
        headers: '=trigger.headers',
        body: '=input',
      },
      // Whoever calls repeats, if anybody does: the endpoint is called as often as before.
      { strategy: 'once', retry: { maxAttempts: 1, baseMs: 1_000, capMs: 1_000, jitter: 0 }, timeoutMs: 25_000 },
    ),
    step('answer', 'respond', 'As it answered', {
      status: '=input.status',
      headers: '=input.headers',
      body: '=input.body',
      encoding: 'base64',
    }),
    step('sent', 'map', 'What was sent', {
      script: 'export default function map(_: unknown, ctx: any) {\n  return ctx.steps.forward.request;\n}\n',
    }),
    step('check', 'check-contract', 'Does it keep the contract?', { contract: 'wms-allocation@1' }),
    step('broken', 'fail', 'It does not', {
      code: 'contract-broken',
      message:
        "='A request that was answered ' + steps.forward.status + ' breaks the contract: ' + (input.issues[0].path || 'the body') + ' ' + input.issues[0].message",
      details: '={ issues: input.issues, traceparent: steps.forward.traceparent }',
    }),
    step('down', 'respond', 'It is not there', {
      status: 502,
      headers: { 'content-type': 'application/problem+json' },
      body: "={ title: 'Bad gateway', status: 502, detail: input.error.message }",
    }),
    step('lost', 'fail', 'For a person', {
      kind: 'refused',
      code: 'endpoint-down',
      message: "='The endpoint gave no answer: ' + input.body.detail",
    }),
  ],
  [
    'asked.out > forward',
    'forward.out > answer',
    'forward.error > down',
    'answer.out > sent',
    'sent.out > check',
    'check.invalid > broken',
    'down.out > lost',
  ],
  [
    ['asked', 'forward', 'answer', 'sent', 'check', 'broken'],
    ['', '', 'down', 'lost'],
  ],
);
