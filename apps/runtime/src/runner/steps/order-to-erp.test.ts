import { catalogue } from '@lockstep/nodes/catalogue';
import { runs } from '@lockstep/nodes/runs';
import { samples } from '@lockstep/nodes/samples';
import { type EstateEntry, startEstate } from '@lockstep/nodes/simulators';
import { contracts, findContract } from '@lockstep/schema/contracts';
import type { Json, JsonObject, RunEvent } from '@lockstep/schema/run';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createEgress } from '../../egress/index.ts';
import { fold, initialState, inputSource, type RunState, stepOf, transition } from '../../engine/index.ts';
import { createSandbox } from '../../sandbox/index.ts';
import { createLogger } from '../../telemetry/index.ts';
import { createContractChecker } from '../contracts.ts';
import { createExecutor } from './execute.ts';
import { loadFlow } from './loaded-flow.ts';
import { noWaits } from './testing.ts';

const [sandbox, estate] = await Promise.all([createSandbox({ size: 1 }), startEstate({ secure: true })]);
const egress = createEgress();
afterAll(() => Promise.all([sandbox.close(), estate.close(), egress.close()]));

const system = (name: string): EstateEntry => {
  const found = estate.entries.find((entry) => entry.system === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const kinds: Readonly<Record<string, string>> = { sap: 'sap-s4hana', wms: 'wms' };
const executor = createExecutor({
  catalogue,
  runs,
  sandbox,
  http: egress,
  connections: async (id) => {
    const kind = kinds[id];
    if (!kind) return undefined;
    const settings = { ...system(id).credentials, tlsAuthority: estate.authority ?? '' };
    return { id, system: kind, baseUrl: system(id).baseUrl, settings };
  },
  ...noWaits,
  contracts: createContractChecker(contracts),
  log: createLogger({ level: 'silent' }),
});

const flow = samples.find(({ id }) => id === 'order-to-erp');
if (!flow) throw new Error('no sample');
const loaded = loadFlow({ flow, snapshotId: 'test', version: 1 }, catalogue);
const { plan } = loaded;
const trigger = plan.nodes.find((node) => node.trigger)?.id ?? '';
const example = findContract('shopify-order')?.example as JsonObject;

function outputsOf({ steps }: RunState): Readonly<Record<string, Json>> {
  const given = Object.entries(steps).flatMap(([id, { output }]) =>
    output && 'value' in output ? [[id, output.value] as const] : [],
  );
  return Object.fromEntries(given);
}

/** The smallest host: does each command as it comes, in memory, timers at once. */
async function send(
  message: Json,
  runId: string,
): Promise<{ readonly state: RunState; readonly events: readonly RunEvent[] }> {
  const started: RunEvent = { type: 'run.started', at: Date.now(), node: trigger, output: { value: message } };
  const events: RunEvent[] = [started];
  let { state, commands } = transition(plan, initialState, started);
  for (let command = commands[0]; command && command.type !== 'run.close'; command = commands[0]) {
    if (command.type !== 'step.run' && command.type !== 'timer.set')
      throw new Error(`the sample has no ${command.type}`);
    const { node, attempt } = command;
    let event: RunEvent = { type: 'timer.fired', at: Date.now(), node, attempt };
    if (command.type === 'step.run') {
      const source = inputSource(plan, state, node);
      const output = source === undefined ? undefined : stepOf(state.steps, source)?.output;
      const result = await executor.execute({
        run: {
          id: runId,
          flowId: flow?.id ?? '',
          startedAt: Date.now(),
          trigger: { kind: 'webhook', receivedAt: Date.now() },
          keyRunId: runId,
        },
        item: '',
        loaded,
        stillOwned: () => true,
        node,
        attempt,
        outcomeUnknown: command.outcomeUnknown,
        timeoutMs: command.timeoutMs,
        input: output && 'value' in output ? output.value : null,
        outputs: outputsOf(state),
        now: Date.now(),
      });
      const common = { at: Date.now(), node, attempt, durationMs: 0 };
      if ('park' in result || 'feed' in result) throw new Error('the sample waits for nobody and has no scopes');
      event = result.ok
        ? { ...common, type: 'step.succeeded', port: result.port, output: { value: result.output } }
        : { ...common, type: 'step.failed', failure: result.failure, jitter: 0 };
    }
    events.push(event);
    ({ state, commands } = transition(plan, state, event));
  }
  expect(fold(plan, events).state).toEqual(state);
  return { state, events };
}

const put = (name: string, faults: JsonObject) =>
  fetch(system(name).faultsUrl, { method: 'PUT', body: JSON.stringify(faults) });
beforeEach(async () => {
  await Promise.all([put('sap', {}), put('wms', {})]);
});
async function salesOrdersFor(name: string): Promise<readonly JsonObject[]> {
  const state = (await (await fetch(system('sap').stateUrl)).json()) as { readonly salesOrders: readonly JsonObject[] };
  return state.salesOrders.filter(({ PurchaseOrderByCustomer }) => PurchaseOrderByCustomer === name);
}
const attemptsOf = (events: readonly RunEvent[], node: string) =>
  events.flatMap((event) => ('node' in event && event.node === node && event.type.startsWith('step.') ? [event] : []));

describe('engine, executor, sandbox, egress and the node types together', () => {
  it('take an order from the shop into the ERP and the warehouse', async () => {
    const { state } = await send({ ...example, name: '#2001' }, 'run-2001');
    const failures = Object.entries(state.steps).flatMap(([id, { failure }]) => (failure ? [[id, failure]] : []));
    expect(failures).toEqual([]);
    expect(state.status).toBe('done');
    expect(await salesOrdersFor('#2001')).toHaveLength(1);
  });

  it('make one sales order when the ERP books it and drops the answer', async () => {
    await put('sap', { commitThenDrop: 1 });
    const sending = send({ ...example, name: '#2002' }, 'run-2002');
    while ((await salesOrdersFor('#2002')).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await put('sap', {});
    const { state, events } = await sending;
    expect(state.status).toBe('done');
    expect(attemptsOf(events, 'sap-order')).toMatchObject([
      { type: 'step.failed', failure: { code: 'connection-lost', outcomeUnknown: true } },
      { type: 'step.succeeded' },
    ]);
    expect(await salesOrdersFor('#2002')).toHaveLength(1);
  });

  it('make one sales order for each, when connections by TLS break in the middle of answers', async () => {
    await put('sap', { cutBody: 0.3 });
    const names = ['#2011', '#2012', '#2013', '#2014', '#2015'];
    const failures: unknown[] = [];
    for (const name of names) {
      const { state, events } = await send({ ...example, name }, `run-${name.slice(1)}`);
      expect(state.status).toBe('done');
      expect(await salesOrdersFor(name)).toHaveLength(1);
      failures.push(...attemptsOf(events, 'sap-order').flatMap((event) => ('failure' in event ? [event.failure] : [])));
    }
    expect(system('sap').baseUrl).toMatch(/^https:/);
    // Of one of them the order was booked, and its answer broke.
    expect(failures).toContainEqual(expect.objectContaining({ code: 'connection-lost', outcomeUnknown: true }));
  });

  it('end as an exception with a reason when the ERP stays away', async () => {
    await put('sap', { status: 503 });
    const { state, events } = await send({ ...example, name: '#2003' }, 'run-2003');
    expect(state.status).toBe('exception');
    expect(state.steps['sap-order']).toMatchObject({ status: 'failed', failure: { kind: 'transient' } });
    expect(attemptsOf(events, 'sap-order')).toHaveLength(plan.byId.get('sap-order')?.retry.maxAttempts ?? 0);
    expect(await salesOrdersFor('#2003')).toHaveLength(0);
  });
});
