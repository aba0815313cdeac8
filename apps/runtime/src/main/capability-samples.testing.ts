import * as api from '@lockstep/schema/api';
import { findCapability } from '@lockstep/schema/capabilities';
import { findContract } from '@lockstep/schema/contracts';
import type { Flow } from '@lockstep/schema/graph';
import type { JsonObject } from '@lockstep/schema/run';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { flowOf, node, startTestRuntime } from './testing.ts';

/** Capabilities that are asked by a caller of their own. */
const ASKED = [
  ...(['find-customer', 'validate-customer', 'query-availability', 'sync-product', 'update-shipment'] as const),
  ...(['create-delivery', 'create-invoice', 'authorise-return', 'withdraw-return'] as const),
  ...(['reserve-inventory', 'release-inventory', 'release-shipment', 'cancel-shipment'] as const),
  ...(['create-credit-memo', 'cancel-credit-memo', 'release-credit-memo', 'refund-payment'] as const),
  ...(['quote-tax', 'authorise-payment', 'capture-payment', 'buy-label', 'send-events'] as const),
] as const;
export type Asked = (typeof ASKED)[number];

/** The virtual estate with its samples, as a demo binds them, and a caller for each capability. */
export async function capabilityWorld() {
  const world = await startTestRuntime({ demo: true, ordersPerMinute: 0, port: 0 });
  for (const capability of ASKED) await world.publish(asks(capability));
  await world.publish(delivers('delivers-only'));
  return {
    ...world,
    /** Asks, and checks an answer against the contract of the capability, whoever gave it. */
    async ask(capability: Asked, request: object): Promise<JsonObject> {
      const answer = await fetch(`${world.runtime.url}/hooks/asks/${capability}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      const body = (await answer.json()) as JsonObject;
      if (answer.status === 200) expect(keeps(findCapability(capability)?.output ?? '', body)).toEqual([]);
      return body;
    },
    /** Has one flow serve a capability from now on. */
    async bind(name: Asked | 'create-sales-order', flow: string): Promise<void> {
      const known = await world.call(api.getCapability, { params: { name } });
      const basedOn = known.ok ? (known.value.binding?.version ?? 0) : 0;
      const body = { binding: { flow, rules: [] }, basedOn, note: '' };
      expect(await world.call(api.putBinding, { params: { name }, body })).toMatchObject({ ok: true });
    },
    async system(name: string) {
      const estate = await world.call(api.listEstate, {});
      const found = estate.ok ? estate.value.find((each) => each.system === name) : undefined;
      if (!found) throw new Error(`There is no ${name}.`);
      return {
        state: async () => (await (await fetch(found.stateUrl)).json()) as Record<string, readonly JsonObject[]>,
        control: (method: string, path: string, body: object) =>
          fetch(`${found.baseUrl}/_sim/${path}`, { method, body: JSON.stringify(body) }),
      };
    },
  };
}
export type CapabilityWorld = Awaited<ReturnType<typeof capabilityWorld>>;

/** A flow that hands a capability what comes to `asks/<capability>`, and answers what it says: 200, or 422 for a refusal. */
function asks(capability: string): Flow {
  const door = { path: `asks/${capability}`, verify: { scheme: 'none' }, respond: 'flow', deadlineMs: 20_000 };
  return flowOf(
    `asks-${capability}`,
    [
      node('asked', 'webhook', door),
      node('call', 'call-capability', { capability }),
      node('answer', 'respond', { status: 200, body: '=input' }),
      node('refused', 'respond', { status: 422, body: '={ code: input.error.code, message: input.error.message }' }),
    ],
    [
      { from: 'asked', port: 'out', to: 'call' },
      { from: 'call', port: 'out', to: 'answer' },
      { from: 'call', port: 'error', to: 'refused' },
    ],
  );
}

/** What a value breaks of a contract. */
export const keeps = (contract: string, body: unknown) => {
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (on: Ajv2020) => void)(ajv);
  const validate = ajv.compile(findContract(contract)?.schema as object);
  validate(body);
  return validate.errors ?? [];
};

/** Delivers what a sales order names; the goods do not leave. */
function delivers(id: string): Flow {
  const params = {
    ...{ connection: 'sap', salesOrder: '=input.salesOrder', reference: '=input.reference', lines: '=input.lines' },
  };
  const door = { path: id, verify: { scheme: 'none' }, respond: 'flow', deadlineMs: 20_000 };
  return flowOf(
    id,
    [
      node('asked', 'webhook', door),
      node('deliver', 'sap.create-delivery', params),
      node('done', 'respond', { status: 200, body: '=input' }),
    ],
    [
      { from: 'asked', port: 'out', to: 'deliver' },
      { from: 'deliver', port: 'created', to: 'done' },
    ],
  );
}
