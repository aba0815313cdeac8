import { STRIPE_CREDENTIALS } from '@lockstep/nodes/simulators';
import {
  createFlow,
  getCapability,
  getDraft,
  listConnections,
  publishFlow,
  putConnection,
  saveDraft,
  seedTestIds,
} from '@lockstep/schema/api';
import type { Flow, FlowNode } from '@lockstep/schema/graph';
import type { ConnectionLimits } from '@lockstep/schema/node';
import { z } from 'zod';
import { type Call, granted } from './ask.ts';

export interface Given {
  /**
   * A flow that takes messages: by its id, one that is published already; or a document, which is published when it is not.
   *
   * @returns its newest version
   * @throws Error when there is no such flow, or it has errors
   */
  flow(flow: string | Flow): Promise<number>;
  /**
   * These flows, and those they call, wait hundredths of a second before they try a call again, not seconds, and try it more often
   * instead: the same drawing with other patience, published once. A test in which systems misbehave takes seconds then.
   */
  hurried(...flows: readonly string[]): Promise<void>;
  /** A customer has paid by card. @param cents of a euro @returns id of the payment */
  paid(cents: number): Promise<string>;
  /**
   * Runs have the same ids in every test with this seed, in the order in which they are accepted, and so have their exceptions and
   * approvals; without one they have ids by chance again. After `system.reset`, which counts from the first run again. Needs
   * `LOCKSTEP_TEST_API=1`.
   *
   * @returns the id of the first run
   * @throws Error when there are runs, or the test mode is off
   */
  ids(seed?: string): Promise<string | undefined>;
  /** What Lockstep asks of a system at most, and how soon it tries again a system that failed; the rest of its limits stays. */
  limits(connection: string, limits: Partial<ConnectionLimits>): Promise<void>;
}

const Payment = z.object({ id: z.string() });
const HURRY = { maxAttempts: 40, baseMs: 20, capMs: 100, jitter: 0.2 };

export function givenOf(call: Call): Given {
  const inHurry = new Set<string>();
  return {
    async hurried(...flows) {
      const todo = [...flows];
      for (let flowId = todo.pop(); flowId !== undefined; flowId = todo.pop()) {
        if (inHurry.has(flowId)) continue;
        inHurry.add(flowId);
        const draft = granted(await call(getDraft, { params: { flowId } }), `The flow "${flowId}"`);
        const flow = { ...draft.flow, nodes: draft.flow.nodes.map(hurried) };
        const body = { flow, basedOn: draft.published?.version ?? 0, note: 'Tries again sooner, for a test' };
        todo.push(...(await calledBy(call, flow)));
        if (flow.nodes.every((node, at) => node === draft.flow.nodes[at])) continue;
        granted(await call(publishFlow, { params: { flowId }, body }), `Publishing "${flowId}"`);
      }
    },
    async flow(flow) {
      const flowId = typeof flow === 'string' ? flow : flow.id;
      const draft = await call(getDraft, { params: { flowId } });
      if (typeof flow === 'string') {
        const { published } = granted(draft, `The flow "${flowId}"`);
        if (published === undefined) throw new Error(`The flow "${flowId}" is not published.`);
        return published.version;
      }
      if (draft.ok) {
        const body = { flow, basedOn: draft.value.revision };
        granted(await call(saveDraft, { params: { flowId }, body }), `The draft of "${flowId}"`);
      } else granted(await call(createFlow, { body: { flow } }), `The flow "${flowId}"`);
      const basedOn = draft.ok ? (draft.value.published?.version ?? 0) : 0;
      const published = await call(publishFlow, { params: { flowId }, body: { flow, basedOn, note: 'For a test' } });
      return granted(published, `Publishing "${flowId}"`).version;
    },
    async ids(seed) {
      const body = seed === undefined ? {} : { seed };
      return granted(await call(seedTestIds, { body }), 'Seeding the ids of runs').firstRunId;
    },
    async paid(cents) {
      const { connections } = granted(await call(listConnections), 'The connections');
      const stripe = connections.find(({ id }) => id === 'stripe');
      const charge = { amount: String(cents), currency: 'eur', payment_method: 'pm_card_visa', confirm: 'true' };
      const answer = await fetch(`${stripe?.baseUrl}/v1/payment_intents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${STRIPE_CREDENTIALS.secretKey}` },
        body: new URLSearchParams(charge),
      });
      if (!answer.ok) throw new Error(`The card was not charged: ${answer.status} ${await answer.text()}`);
      return Payment.parse(await answer.json()).id;
    },
    async limits(id, limits) {
      const { connections } = granted(await call(listConnections), 'The connections');
      const known = connections.find((one) => one.id === id);
      if (!known) throw new Error(`There is no connection "${id}".`);
      const { name, system, baseUrl, settings } = known;
      const body = { name, system, baseUrl, settings, limits: { drainPerSecond: 20, ...known.limits, ...limits } };
      granted(await call(putConnection, { params: { id }, body }), `The limits of "${id}"`);
    },
  };
}

/**
 * A step that calls a system, or has a policy of its own for it; one that is tried once on purpose stays so. One that gathers
 * does so for a moment only, and one that looks for files looks every second.
 */
function hurried(node: FlowNode): FlowNode {
  const { retry } = node.policy;
  if (node.type === 'on-event-batch') return { ...node, params: { ...node.params, maxWaitMs: 100 } };
  if (node.type.endsWith('.on-file')) return { ...node, params: { ...node.params, everySeconds: 1 } };
  const calls = node.type.includes('.') || node.type === 'http-request';
  if ((!calls && retry === undefined) || retry?.maxAttempts === 1) return node;
  return { ...node, policy: { ...node.policy, retry: HURRY } };
}

/** Flows that a flow calls, by name or by a capability that they offer. */
async function calledBy(call: Call, { nodes }: Flow): Promise<readonly string[]> {
  const named = nodes.flatMap(({ type, params }) => (type === 'call-flow' ? [String(params.flow)] : []));
  const asked = nodes.flatMap(({ type, params }) => (type === 'call-capability' ? [String(params.capability)] : []));
  const offered = await Promise.all(
    asked.map(
      async (name) => granted(await call(getCapability, { params: { name } }), `The capability "${name}"`).offers,
    ),
  );
  return [...named, ...offered.flat().map(({ flowId }) => flowId)];
}
