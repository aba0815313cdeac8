import { sampleTables } from '@lockstep/nodes/samples';
import {
  BUSINESS_CENTRAL_CREDENTIALS,
  businessCentralSimulator,
  DROPSHIP_CREDENTIALS,
  dropshipSimulator,
  LOYALTY_CREDENTIALS,
  loyaltySimulator,
  RECHARGE_CREDENTIALS,
  type RechargeSettings,
  rechargeSimulator,
  SALESFORCE_CREDENTIALS,
  SAP_CREDENTIALS,
  SFTP_CREDENTIALS,
  SHOPIFY_CREDENTIALS,
  type Simulator,
  SP_API_CREDENTIALS,
  STRIPE_CREDENTIALS,
  salesforceSimulator,
  sapSimulator,
  sftpSimulator,
  shopifySignature,
  shopifySimulator,
  spApiSimulator,
  stripeSimulator,
  WMS_CREDENTIALS,
  wmsSimulator,
} from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import type { Binding } from '@lockstep/schema/capabilities';
import type { CaseDocument } from '@lockstep/schema/cases';
import type { Flow } from '@lockstep/schema/graph';
import { type ConnectionLimits, DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { expect, vi } from 'vitest';
import { publishSamples } from './sample-flows.testing.ts';
import { startTestRuntime } from './testing.ts';

type Row = Readonly<Record<string, unknown>>;
/** State of a simulator as far as these tests look. */
export type SimState = Readonly<Record<string, readonly Row[]>>;

const FAST: ConnectionLimits = {
  rate: { perSecond: 400, burst: 400, adaptive: true },
  concurrency: 50,
  breaker: DEFAULT_BREAKER,
  drainPerSecond: 100,
};

/** A simulated system, what kind it is, and the secrets and settings of a connection to it. */
type System = readonly [Simulator, string, Readonly<Record<string, string>>, Readonly<Record<string, string>>?];

/** The same flow, looking for files every second. */
const quick = (flow: Flow): Flow => ({
  ...flow,
  nodes: flow.nodes.map((node) =>
    node.type === 'sftp.on-file' ? { ...node, params: { ...node.params, everySeconds: 1 } } : node,
  ),
});

/** What the second ERP sells. */
const BC_ITEMS = ['MUG-BLUE', 'LAMP-OAK', 'CAP-RED'].map((number) => ({
  entity: 'items',
  fields: { number, unitPrice: 10 },
}));

export const WAIT = { timeout: 20_000, interval: 50 };

/**
 * A retailer's systems, none of which does anything by itself unless told a pace, and the flows of the samples on them.
 *
 * @param marketClock of the marketplace, which tells nothing younger than two minutes
 */
export async function startOrderWorld(
  flows: readonly string[],
  {
    pace,
    marketClock = Date.now,
    loyaltyMembers = [],
    subscriptions = [],
    testApi = false,
    partners = false,
  }: {
    readonly pace?: 'quick';
    readonly marketClock?: () => number;
    readonly loyaltyMembers?: readonly { readonly email: string }[];
    readonly subscriptions?: RechargeSettings['subscriptions'] & {};
    /** Time can be let pass. */
    readonly testApi?: boolean;
    /** A server of files, and on it a warehouse and a supplier that speak X12. */
    readonly partners?: boolean;
  } = {},
) {
  const [runtime, shopify, sap, bc, wms, dropship, salesforce, stripe, spApi, loyalty, recharge, sftp] =
    await Promise.all([
      startTestRuntime({ testApi }),
      shopifySimulator(),
      sapSimulator(),
      businessCentralSimulator({ records: BC_ITEMS, timeScale: 1e-3 }),
      wmsSimulator({ ...(pace && { pace: { moveMs: 20 } }), timeScale: 1e-3 }),
      dropshipSimulator({
        ...(pace && { pace: { acknowledgeMs: 50, shipMs: 50 } }),
        perSecond: 500,
        timeScale: 1e-3,
      }),
      salesforceSimulator(),
      stripeSimulator(),
      spApiSimulator({ clock: marketClock }),
      loyaltySimulator({ members: loyaltyMembers }),
      rechargeSimulator({ subscriptions, timeScale: 1e-4 }),
      partners ? sftpSimulator({ paceMs: 50 }) : undefined,
    ]);
  const { password, ...fileSettings } = SFTP_CREDENTIALS;
  const systems: Readonly<Record<string, System>> = {
    shopify: [shopify, 'shopify', SHOPIFY_CREDENTIALS],
    sap: [sap, 'sap-s4hana', SAP_CREDENTIALS],
    'business-central': [bc, 'business-central', BUSINESS_CENTRAL_CREDENTIALS],
    wms: [wms, 'wms', WMS_CREDENTIALS],
    dropship: [dropship, 'dropship', DROPSHIP_CREDENTIALS],
    salesforce: [salesforce, 'salesforce', SALESFORCE_CREDENTIALS],
    stripe: [stripe, 'stripe', STRIPE_CREDENTIALS],
    'sp-api': [spApi, 'amazon-sp-api', SP_API_CREDENTIALS],
    loyalty: [loyalty, 'square-loyalty', LOYALTY_CREDENTIALS],
    recharge: [recharge, 'recharge', RECHARGE_CREDENTIALS],
    ...(sftp && { sftp: [sftp, 'sftp', { password }, fileSettings] as const }),
  };
  for (const [id, [{ baseUrl }, system, secrets, settings = {}]] of Object.entries(systems)) {
    // The simulated supplier takes more than a real one grants; nobody waits here for its quota.
    const limits = id === 'dropship' ? { limits: FAST } : {};
    const body = { name: id, system, baseUrl, settings, secrets, ...limits };
    expect(await runtime.call(api.putConnection, { params: { id }, body })).toMatchObject({ ok: true });
  }
  for (const table of sampleTables) {
    expect(await runtime.call(api.createTable, { body: { ...table, rows: [...table.rows], note: '' } })).toMatchObject({
      ok: true,
    });
  }
  await publishSamples(runtime, flows, Object.keys(systems), quick);
  const hooks = `${runtime.runtime.url}/hooks`;
  const control = async (system: string, method: string, path: string, body?: object) => {
    const url = `${new URL(systems[system]?.[0].stateUrl ?? '').origin}/_sim/${path}`;
    const answer = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json().catch(() => null)) as Row };
  };
  await control('wms', 'PUT', 'target', { url: `${hooks}/wms/shipments` });
  await control('recharge', 'PUT', 'target', { url: `${hooks}/recharge/charges` });
  await control('dropship', 'PUT', 'target', { url: `${hooks}/dropship/notifications` });
  const state = async (system: string) => (await (await fetch(systems[system]?.[0].stateUrl ?? '')).json()) as SimState;
  const caseOf = async (key: string, kind = 'order') => {
    const answer = await runtime.call(api.getCase, { params: { kind, key } });
    return answer.ok ? answer.value.case : undefined;
  };
  return {
    ...runtime,
    hooks,
    control,
    state,
    caseOf,
    /** Sends an order of the shop as its webhook would. */
    placed: async (order: JsonObject) => {
      const body = JSON.stringify(order);
      const headers = {
        'content-type': 'application/json',
        'x-shopify-hmac-sha256': shopifySignature(SHOPIFY_CREDENTIALS.webhookSecret, Buffer.from(body)),
        'x-shopify-topic': 'orders/create',
        'x-shopify-webhook-id': `hook-${order.id}`,
      };
      const answer = await fetch(`${hooks}/shopify/orders-accepted`, { method: 'POST', headers, body });
      expect(answer.status).toBe(202);
    },
    /** Leaves a renewal of a subscription out; the status of the answer. */
    skipCharge: async (id: number) => {
      const answer = await fetch(`${recharge.baseUrl}/charges/${id}/skip`, {
        method: 'POST',
        headers: { 'x-recharge-access-token': RECHARGE_CREDENTIALS.accessToken },
        body: JSON.stringify({ purchase_item_ids: [1] }),
      });
      return answer.status;
    },
    /** Has one flow serve a capability from now on. */
    bind: async (name: string, flow: string, rules: Binding['rules'] = []) => {
      const known = await runtime.call(api.getCapability, { params: { name } });
      const basedOn = known.ok ? (known.value.binding?.version ?? 0) : 0;
      const body = { binding: { flow, rules: [...rules] }, basedOn, note: '' };
      expect(await runtime.call(api.putBinding, { params: { name }, body })).toMatchObject({ ok: true });
    },
    /** Tells an accepted order on its topic. */
    accept: async (payload: JsonObject) => {
      const { reference } = payload;
      const body = { topic: 'order.accepted', key: String(reference), eventId: String(reference), payload };
      expect(await runtime.call(api.publishEvent, { body })).toMatchObject({ ok: true });
    },
    runsOf: async (flow: string) => {
      const answer = await runtime.call(api.listRuns, { query: { flow, limit: 200 } });
      return answer.ok ? answer.value.runs : [];
    },
    until: <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, WAIT),
    stop: async () => {
      await runtime.stop();
      await Promise.all(Object.values(systems).map(([simulator]) => simulator.close()));
    },
  };
}

export type OrderWorld = Awaited<ReturnType<typeof startOrderWorld>>;

/** A canonical order of these articles, a piece each. */
export function orderOf(reference: string, skus: readonly string[]): JsonObject {
  const shipTo = { name: 'Jana Müller', street: ['Torstraße 140'], city: 'Berlin', postalCode: '10119', country: 'DE' };
  return {
    reference,
    externalId: `ext-${reference}`,
    channel: { name: 'marketplace' },
    placedAt: new Date().toISOString(),
    currency: 'EUR',
    customer: { name: 'Jana Müller' },
    shipTo,
    lines: skus.map((sku, at) => ({
      id: String(at + 1),
      sku,
      quantity: 1,
      unitPrice: { amount: '10.00', currency: 'EUR' },
    })),
    totals: { total: { amount: `${skus.length * 10}.00`, currency: 'EUR' } },
  };
}

/** Documents of a case, by type. */
export function documentsOf(documents: readonly CaseDocument[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { type } of documents) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
