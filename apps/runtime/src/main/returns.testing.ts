import { sampleTables } from '@lockstep/nodes/samples';
import {
  SAP_CREDENTIALS,
  SHOPIFY_CREDENTIALS,
  STRIPE_CREDENTIALS,
  sapSimulator,
  shopifySimulator,
  stripeSimulator,
} from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import type { Flow, RetryPolicy } from '@lockstep/schema/graph';
import type { JsonObject } from '@lockstep/schema/run';
import { type GateRequest, type GateVerdict, openGate } from './gate.testing.ts';
import { publishSamples } from './sample-flows.testing.ts';
import { startTestRuntime } from './testing.ts';

type System = 'sap' | 'shopify' | 'stripe';
export type Judge = (system: System, request: GateRequest) => GateVerdict;

export interface CreditMemo {
  readonly reference: string;
  readonly rejected: boolean;
  readonly TotalNetAmount: string;
  readonly HeaderBillingBlockReason: string;
}
interface ShopOrder {
  readonly id: number;
  readonly refunds: readonly { readonly note: string; readonly transactions: readonly { readonly amount: string }[] }[];
}

/** The two sample flows of a return, and the system flows they call, on a whole runtime, with a shop, an ERP and payments behind a network that obeys the test. */
export async function returnsWorld(judge: Judge, retry?: RetryPolicy) {
  const [world, sap, shopify, stripe] = await Promise.all([
    startTestRuntime(),
    sapSimulator(),
    shopifySimulator({ messiness: 0, cost: { size: 1_000_000, restoreRate: 1_000_000 } }),
    stripeSimulator(),
  ]);
  const systems = { sap, shopify, stripe };
  const entries = [
    ['sap', 'sap-s4hana', SAP_CREDENTIALS],
    ['shopify', 'shopify', SHOPIFY_CREDENTIALS],
    ['stripe', 'stripe', STRIPE_CREDENTIALS],
  ] as const;
  const gates = await Promise.all(
    entries.map(([id]) => openGate(systems[id].baseUrl, (request) => judge(id, request))),
  );
  for (const [at, [id, system, secrets]] of entries.entries()) {
    // What a plan of this shop allows is set by its people; nothing here is about limits.
    const limits = { rate: { perSecond: 10_000, burst: 10_000, adaptive: false }, drainPerSecond: 10_000 };
    const body = { name: id, system, baseUrl: gates[at]?.url ?? '', settings: {}, secrets: { ...secrets }, limits };
    const put = await world.call(api.putConnection, { params: { id }, body });
    if (!put.ok) throw new Error(`${id}: ${JSON.stringify(put.problem)}`);
  }
  const table = sampleTables.find(({ name }) => name === 'return-policy');
  if (!table) throw new Error('no policy');
  const { name, title, columns, tests = [], rows } = table;
  const body = { name, title, columns: [...columns], tests: [...tests], rows: [...rows], note: '', by: 'test' };
  const made = await world.call(api.createTable, { body });
  if (!made.ok) throw new Error(JSON.stringify(made.problem));
  const flows = ['return-to-refund', 'return-settled'];
  await publishSamples(world, flows, Object.keys(systems), (flow) => triedAgain(flow, retry));

  const stateOf = async <T>(system: System) => (await (await fetch(systems[system].stateUrl)).json()) as T;
  return {
    world,
    systems,
    /** A paid order in the shop. */
    async order(): Promise<number> {
      const answer = await fetch(`${shopify.baseUrl}/_sim/orders`, {
        method: 'POST',
        body: JSON.stringify({ order: ORDER }),
      });
      return ((await answer.json()) as { orders: readonly [{ id: number }] }).orders[0].id;
    },
    /** Money that was taken by card; the Payment Intent. */
    async payment(cents: number): Promise<string> {
      const answer = await fetch(`${stripe.baseUrl}/v1/payment_intents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${STRIPE_CREDENTIALS.secretKey}` },
        body: new URLSearchParams({
          amount: String(cents),
          currency: 'eur',
          payment_method: 'pm_card_visa',
          confirm: 'true',
        }),
      });
      return ((await answer.json()) as { id: string }).id;
    },
    async ask(message: JsonObject): Promise<string> {
      const answer = await fetch(`${world.runtime.url}/hooks/returns/refunds`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
      });
      if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
      return ((await answer.json()) as { runId: string }).runId;
    },
    /** Goods are back at the warehouse. */
    goods: (rma: string) =>
      world.call(api.publishEvent, {
        body: { topic: 'return.received', key: rma, eventId: `${rma}#back`, payload: {} },
      }),
    async run(runId: string): Promise<api.RunView> {
      const answer = await world.call(api.getRun, { params: { runId } });
      if (!answer.ok) throw new Error(answer.detail);
      return answer.value;
    },
    async caseOf(rma: string) {
      const answer = await world.call(api.getCase, { params: { kind: 'return', key: rma }, query: {} });
      if (!answer.ok) throw new Error(answer.detail);
      return answer.value;
    },
    credits: async () => (await stateOf<{ creditMemos: readonly CreditMemo[] }>('sap')).creditMemos,
    returns: async () =>
      (await stateOf<{ customerReturns: readonly { reference: string; rejected: boolean }[] }>('sap')).customerReturns,
    /** Refunds by reference, in the shop and by card, in cents. */
    async refunds(): Promise<readonly { readonly reference: string; readonly cents: number }[]> {
      const [shop, cards] = await Promise.all([
        stateOf<{ orders: readonly ShopOrder[] }>('shopify'),
        stateOf<{ refunds: readonly { amount: number; metadata: { order_reference: string } }[] }>('stripe'),
      ]);
      return [
        ...shop.orders.flatMap(({ refunds }) =>
          refunds.map(({ note, transactions }) => ({
            reference: note.split(':')[0] ?? '',
            cents: transactions.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0),
          })),
        ),
        ...cards.refunds.map(({ amount, metadata }) => ({ reference: metadata.order_reference, cents: amount })),
      ];
    },
    async close(): Promise<void> {
      await world.stop();
      await Promise.all([...gates, sap, shopify, stripe].map((one) => one.close()));
    },
  };
}

export type ReturnsWorld = Awaited<ReturnType<typeof returnsWorld>>;

/** With a retry policy the calls of other systems are tried again by that. */
function triedAgain(flow: Flow, retry?: RetryPolicy): Flow {
  const nodes = flow.nodes.map((node) =>
    retry && 'connection' in node.params ? { ...node, policy: { ...node.policy, retry } } : node,
  );
  return { ...flow, nodes };
}

const line = (id: number, sku: string, price: string, quantity: number) => ({
  id,
  sku,
  name: sku,
  price,
  quantity,
  current_quantity: quantity,
  fulfillable_quantity: quantity,
  requires_shipping: true,
});
const ORDER = {
  currency: 'EUR',
  presentment_currency: 'EUR',
  total_price: '200.00',
  line_items: [line(11, 'MUG-BLUE', '14.50', 2), line(12, 'THR-OAT', '171.00', 1)],
};

/** What is asked for in the tests: a mug, within the limit. */
export function askedFor(rma: string, more: JsonObject = {}): JsonObject {
  return {
    rma,
    order: { name: '#1001', shopify: 1, orderedAt: '2026-11-10', salesOrganization: '1010' },
    customer: 'Ada Byron',
    reason: 'unwanted',
    requestedAt: '2026-11-24',
    currency: 'EUR',
    lines: [{ sku: 'MUG-BLUE', lineItem: 11, quantity: 1, amount: '14.50' }],
    payment: { provider: 'shopify' },
    ...more,
  };
}
