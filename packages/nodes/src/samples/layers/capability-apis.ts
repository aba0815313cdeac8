import { findCapability } from '@lockstep/schema/capabilities';
import { findContract } from '@lockstep/schema/contracts';
import type { Flow } from '@lockstep/schema/graph';
import type { HookMethod, Json } from '@lockstep/schema/run';
import { drawn, step } from './drawn.ts';

interface CapabilityApi {
  readonly id: string;
  readonly name: string;
  readonly capability: string;
  readonly method: HookMethod;
  /** Below `/hooks/`. */
  readonly path: string;
  readonly owner: string;
  /** In a sentence, for those who call it. */
  readonly what: string;
  /** What people find the request by. */
  readonly businessKey?: string;
  /** By what a repetition without an Idempotency-Key is recognised; absent for reads. */
  readonly repeated?: string;
  /** What a partner sees of the answer. */
  readonly partnerSees: string;
  /** HTTP status of each refusal of the capability. */
  readonly refusals: Readonly<Record<string, 404 | 409>>;
}

/** What is refused is told in the words of the catalogue, as everything else that this runtime refuses (RFC 9457). */
const problem = (status: number, title: string, more = '') => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: `={ type: '/docs', title: ${title}, status: ${status}, code: input.error.code, detail: input.error.message${more} }`,
});

/**
 * A capability as channels call it: an address, a method, a contract at the door, a key and a quota for each channel, and its own status for
 * each refusal of the catalogue. It names no system, so it is never published again when a binding changes.
 */
function capabilityApi({ capability: name, refusals, ...api }: CapabilityApi): Flow {
  const capability = findCapability(name);
  const [request, answer] = [capability?.input ?? '', capability?.output ?? ''].map(
    (ref) => findContract(ref)?.example,
  );
  const statuses = [...new Set(Object.values(refusals))].sort();
  const titles = Object.fromEntries((capability?.errors ?? []).map(({ code, meaning }) => [code, meaning]));
  const port = (status: number) => (status === 404 ? 'unknown' : 'conflict');
  const codesOf = (status: number) => Object.keys(refusals).filter((code) => refusals[code] === status);
  const failing = (code: string, status: number) => ({
    id: `status-${status}`,
    name: `Refused with ${status}`,
    node: 'asked',
    message: request ?? {},
    replies: { call: [{ fail: { kind: 'refused' as const, code, message: 'It is not so.' } }] },
    expect: { response: { status, body: { code } as Json } },
  });
  return drawn(
    {
      id: api.id,
      name: api.name,
      settings: {
        layer: 'experience',
        description: `${api.what} Ask with the key of your channel in X-Api-Key.`,
        owner: api.owner,
        speaksFor: [],
      },
      tests: [
        {
          id: 'answered',
          name: 'Answered',
          node: 'asked',
          message: request ?? {},
          replies: { call: [{ port: 'out', value: answer ?? {} }] },
          expect: { path: ['call', 'answer'], response: { status: 200, body: answer ?? {} } },
        },
        ...statuses.map((status) => failing(codesOf(status)[0] ?? '', status)),
        failing('http-500', 503),
      ],
    },
    [
      step('asked', 'webhook', api.name, {
        ...{ path: api.path, method: api.method, verify: { scheme: 'none' }, contract: capability?.input ?? '' },
        channels: [
          { name: 'app', connection: 'channel-app', perMinute: 6_000 },
          { name: 'partner', connection: 'channel-partner', perMinute: 60, fields: api.partnerSees },
        ],
        ...(api.method !== 'GET' && { dedupe: 'Idempotency-Key' }),
        ...(api.repeated !== undefined && { dedupeElse: api.repeated }),
        ...(api.businessKey !== undefined && { businessKey: api.businessKey, reference: 'reference' }),
        ...{ respond: 'flow', deadlineMs: 10_000 },
      }),
      step('call', 'call-capability', capability?.title ?? name, { capability: name }),
      step('answer', 'respond', 'Answer', { status: 200, body: '=input' }),
      step('why', 'switch', 'Why not?', {
        cases: statuses.map((status) => ({
          name: port(status),
          when: `=${JSON.stringify(codesOf(status))}.includes(input.error.code)`,
        })),
      }),
      ...statuses.map((status) =>
        step(port(status), 'respond', status === 404 ? 'Unknown' : 'Refused', {
          ...problem(status, `(${JSON.stringify(titles)})[input.error.code]`),
        }),
      ),
      step('away', 'respond', 'Not now', { ...problem(503, "'It cannot be answered now; try again later'") }),
    ],
    [
      'asked.out > call',
      'call.out > answer',
      'call.error > why',
      ...statuses.map((status) => `why.${port(status)} > ${port(status)}`),
      'why.otherwise > away',
    ],
    [
      ['asked', 'call', 'answer'],
      ['', '', 'why', ...statuses.map(port)],
      ['', '', '', 'away'],
    ],
  );
}

/** The governed capability APIs beside that of orders (R33): reads by GET, what changes something by POST under an Idempotency-Key. */
export const capabilityApis: readonly Flow[] = [
  capabilityApi({
    ...{ id: 'customer-api', name: 'Customer API', capability: 'find-customer', method: 'GET', path: 'api/customers' },
    owner: 'Customer service',
    what: 'Finds a customer by number, e-mail address or telephone number.',
    partnerSees: 'found',
    refusals: { 'customer-ambiguous': 409 },
  }),
  capabilityApi({
    ...{ id: 'availability-api', name: 'Availability API', capability: 'query-availability', method: 'GET' },
    path: 'api/availability',
    owner: 'Channels',
    what: 'Tells how much of an article can be promised, in all and by place.',
    businessKey: '=input.sku',
    partnerSees: 'sku, available, asOf',
    refusals: { 'product-unknown': 404 },
  }),
  capabilityApi({
    ...{
      id: 'shipment-api',
      name: 'Shipment API',
      capability: 'update-shipment',
      method: 'POST',
      path: 'api/shipments',
    },
    owner: 'Logistics',
    what: 'Takes news of a shipment; older news than is known changes nothing.',
    businessKey: '=input.orderReference',
    partnerSees: 'id, accepted, status',
    refusals: { 'shipment-unknown': 404, 'shipment-contested': 409, 'shipment-ambiguous': 409 },
  }),
  capabilityApi({
    ...{ id: 'invoice-api', name: 'Invoice API', capability: 'create-invoice', method: 'POST', path: 'api/invoices' },
    owner: 'Finance',
    what: 'Posts the invoice of an order, or of the part of it that was shipped, once.',
    businessKey: '=input.orderReference',
    repeated: '=input.reference',
    partnerSees: 'number, orderReference, status, total',
    refusals: { 'order-unknown': 404, 'total-differs': 409, 'nothing-to-bill': 409, 'not-posted': 409 },
  }),
];
