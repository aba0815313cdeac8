import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { isEnded, type Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

const NAME = 'query-availability';
let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
});
afterAll(() => world?.stop());

/** Answers that so much is there. */
const stock = (id: string, available: number, layer: Flow['settings'] = { layer: 'system' }): Flow => ({
  ...flowOf(id, [
    node('in', 'callable', { capability: NAME }),
    node('give', 'return', {
      value: `={ sku: input.sku, available: ${available}, locations: [], asOf: '2026-11-20T09:00:00Z' }`,
    }),
  ]),
  settings: layer,
});
const asking = (id: string, params: Readonly<Record<string, Json>> = {}): Flow => ({
  ...flowOf(id, [node('in', 'manual'), node('ask', 'call-capability', { capability: NAME, ...params })]),
  settings: { layer: 'process' },
});

async function codesOf(flow: Flow): Promise<readonly string[]> {
  const checked = await world.call(api.checkFlow, { params: { flowId: flow.id }, body: { flow } });
  if (!checked.ok) throw new Error(checked.detail);
  return checked.value.issues.map(({ severity, code }) => `${severity} ${code}`);
}
async function view(): Promise<api.CapabilityView> {
  const answer = await world.call(api.getCapability, { params: { name: NAME } });
  if (!answer.ok) throw new Error(answer.detail);
  return answer.value;
}
const put = (binding: object, basedOn: number, more: object = {}) =>
  world.call(api.putBinding, {
    params: { name: NAME },
    body: { binding: binding as api.BindingView['binding'], basedOn, note: 'why', by: 'ann', ...more },
  });
async function ask(message: Json): Promise<api.RunView> {
  const begun = await world.call(api.startRun, { params: { flowId: 'asks' }, body: { message, by: 'ann' } });
  if (!begun.ok) throw new Error(begun.detail);
  for (;;) {
    const run = await world.call(api.getRun, { params: { runId: begun.value.runId } });
    if (run.ok && isEnded(run.value.status)) return run.value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('capabilities', () => {
  it('are called only once somebody serves them, and then by the first flow that offers them', async () => {
    expect(await codesOf(asking('asks'))).toEqual(['error capability-unbound']);
    await world.publish(stock('stock-a', 1));
    await world.publish(asking('asks'));
    const { offers, callers, binding, history } = await view();
    expect(offers).toEqual([{ flowId: 'stock-a', flowName: 'stock-a', version: 1, systems: [], served24h: 0 }]);
    const caller = { flowId: 'asks', flowName: 'asks', version: 1, layer: 'process', node: 'ask', nodeName: 'ask' };
    expect(callers).toEqual([{ ...caller, mode: 'wait' }]);
    expect(binding).toMatchObject({ version: 1, binding: { flow: 'stock-a', rules: [] }, forOpenRuns: true });
    expect(history).toHaveLength(1);
    const run = await ask({ sku: 'MUG' });
    expect(run.status).toBe('done');
    expect(run.calls).toMatchObject([{ flowId: 'stock-a', capability: NAME, binding: 1 }]);
    expect((await view()).offers[0]?.served24h).toBe(1);
  });

  it('are bound to another flow by one change, and nobody who calls them is published again', async () => {
    await world.publish(stock('stock-b', 2));
    const bound = await put({ flow: 'stock-b', share: { flow: 'stock-a', percent: 0.25 } }, 1);
    expect(bound).toMatchObject({ ok: true, value: { version: 2, by: 'ann', note: 'why', forOpenRuns: false } });
    expect((await ask({ sku: 'MUG' })).calls).toMatchObject([{ flowId: 'stock-b', binding: 2 }]);
    expect((await view()).history.map(({ version, by }) => `${version} ${by}`)).toEqual(['2 ann', '1 analyst']);
  });

  it('refuse a binding that two people change at once', async () => {
    expect(await put({ flow: 'stock-a' }, 1)).toMatchObject({ ok: false, code: 'binding-conflict' });
  });

  it('refuse flows that do not offer them, a share that is none, and a comparison with itself', async () => {
    const wrong = { flow: 'asks', rules: [{ field: 'sku', is: ['A'], flow: 'nobody' }], shadow: { flow: 'asks' } };
    const refused = await put(wrong, 2);
    expect(refused).toMatchObject({ ok: false, code: 'binding-invalid' });
    if (refused.ok) return;
    const { issues } = api.BindingProblem.parse(refused.problem);
    expect(issues.map(({ field }) => field)).toEqual(['flow', 'rules/0/flow', 'shadow/flow']);
    expect(await put({ flow: 'stock-a', share: { flow: 'stock-a', percent: 1 } }, 2)).toMatchObject({ ok: false });
    expect(await put({ flow: 'stock-a', shadow: { flow: 'stock-a' } }, 2)).toMatchObject({ ok: false });
    const nowhere = await world.call(api.getCapability, { params: { name: 'make-coffee' } });
    expect(nowhere).toMatchObject({ ok: false, code: 'not-found' });
  });

  it('list what a comparison found, by field', async () => {
    expect(await put({ flow: 'stock-a', shadow: { flow: 'stock-b' } }, 2)).toMatchObject({ ok: true });
    const run = await ask({ sku: 'CAP' });
    await expect
      .poll(async () => (await view()).shadow, { timeout: 10_000 })
      .toEqual({
        ...{ flowId: 'stock-b', open: 0, same: 0, different: 1, failed: 0, skipped: 0 },
        fields: [{ path: 'available', calls: 1 }],
      });
    const listed = await world.call(api.listShadows, { params: { name: NAME }, query: { path: 'available' } });
    expect(listed).toMatchObject({
      value: {
        shadows: [
          {
            ...{ runId: run.runId, businessKey: 'CAP', state: 'different', liveFlow: 'stock-a', shadowFlow: 'stock-b' },
            differences: [{ path: 'available', kind: 'changed', live: 1, shadow: 2 }],
          },
        ],
      },
    });
  });

  it('cannot be left by a flow that still serves them, nor can it be deleted', async () => {
    const deleted = await world.call(api.deleteFlow, { params: { flowId: 'stock-b' } });
    expect(deleted).toMatchObject({ ok: false, code: 'flow-serves' });
    const { capability: _, ...plain } = { capability: NAME };
    const left = { ...stock('stock-a', 1, {}), nodes: [node('in', 'callable', plain), node('give', 'return')] };
    expect(await codesOf(left)).toContain('error capability-withdrawn');
  });
});

describe('layers', () => {
  it('of called flows are looked up: calls lead downwards', async () => {
    await world.publish({
      ...flowOf('front', [node('in', 'callable'), node('give', 'return')]),
      settings: { layer: 'experience' },
    });
    await world.publish(flowOf('loose', [node('in', 'callable'), node('give', 'return')]));
    const calling = (layer: 'process' | 'experience', flow: string): Flow => ({
      ...flowOf('calls', [node('in', 'manual'), node('call', 'call-flow', { flow })]),
      settings: { layer },
    });
    expect(await codesOf(calling('process', 'front'))).toEqual(['error layer-calls-up']);
    expect(await codesOf(calling('process', 'loose'))).toEqual(['warning layer-unknown']);
    expect(await codesOf(calling('experience', 'loose'))).toEqual(['error layer-calls-none']);
    expect(await codesOf(calling('experience', 'asks'))).toContain('error callee-not-callable');
  });

  it('keep connections of vendors out of business flows, whatever step uses them', async () => {
    const connection = {
      name: 'ERP of Europe',
      system: 'sap-s4hana',
      baseUrl: 'http://127.0.0.1:1',
      settings: {},
      secrets: {},
    };
    const kept = await world.call(api.putConnection, { params: { id: 'sap' }, body: connection });
    expect(kept.ok).toBe(true);
    const read = node('read', 'http-request', { connection: 'sap', method: 'GET', url: '/orders' });
    const flow = { ...flowOf('reads', [node('in', 'manual'), read]), settings: { layer: 'process' as const } };
    expect(await codesOf(flow)).toEqual(['error layer-vendor-connection', 'warning layer-connection']);
    expect(await codesOf({ ...flow, settings: {} })).toEqual([]);
  });

  it('and who they speak for: a map that writes a field of another system is refused', async () => {
    const script = 'export default defineMap((src, t) => ({ sku: src.sku, available: src.quantity }));';
    const map = node('to', 'map', { script, target: 'inventory' });
    const flow = { ...flowOf('owns', [node('in', 'manual'), map]), settings: { speaksFor: ['ERP'] } };
    expect(await codesOf(flow)).toEqual(['error field-not-owned']);
    expect(await codesOf({ ...flow, settings: { speaksFor: ['fulfilment'] } })).toEqual([]);
  });

  it('of system flows warn of contracts that speak the language of a system', async () => {
    const start = node('in', 'callable', { input: 'sap-sales-order' });
    const flow = { ...flowOf('vendor', [start, node('give', 'return')]), settings: { layer: 'system' as const } };
    expect(await codesOf(flow)).toEqual(['error layer-offers-nothing', 'warning contract-names-vendor']);
  });
});
