import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { isEnded, type Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
  await world.publish(stock());
});
afterAll(() => world?.stop());

const stock = (params: Readonly<Record<string, Json>> = {}) =>
  flowOf('stock', [node('in', 'callable', params), node('give', 'return', { value: '={ held: input.wanted }' })]);
const calling = (id: string, params: Readonly<Record<string, Json>> = {}) =>
  flowOf(id, [
    node('in', 'manual'),
    node('call', 'call-flow', { flow: 'stock', ...params }),
    node('log', 'log', { message: 'ok' }),
  ]);

async function issuesOf(flow: Flow): Promise<readonly string[]> {
  const checked = await world.call(api.checkFlow, { params: { flowId: flow.id }, body: { flow } });
  if (!checked.ok) throw new Error(checked.detail);
  return checked.value.issues.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

async function publishNext(flow: Flow, basedOn: number): Promise<void> {
  const published = await world.call(api.publishFlow, {
    params: { flowId: flow.id },
    body: { flow, basedOn, note: '' },
  });
  if (!published.ok) throw new Error(`${published.code} ${published.detail}`);
}

async function ended(runId: string): Promise<api.RunView> {
  for (;;) {
    const run = await world.call(api.getRun, { params: { runId } });
    if (run.ok && isEnded(run.value.status)) return run.value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('tells calls of the items of a scope, waited for or not, by their item', async () => {
  await world.publish({ ...stock(), id: 'counted' });
  const each = (id: string, mode: string) => {
    const flow = flowOf(
      id,
      [
        node('in', 'manual'),
        node('lines', 'for-each', { items: '=input.lines' }),
        { ...node('call', 'call-flow', { flow: 'counted', mode, message: '={ wanted: input }' }), scope: 'lines' },
      ],
      [
        { from: 'in', port: 'out', to: 'lines' },
        { from: 'lines', port: 'each', to: 'call' },
      ],
    );
    return world.publish(flow);
  };
  for (const mode of ['wait', 'start']) {
    await each(`each-${mode}`, mode);
    const params = { flowId: `each-${mode}` };
    const started = await world.call(api.startRun, { params, body: { message: { lines: [3, 4] } } });
    const run = await ended(started.ok ? started.value.runId : '');
    expect([run.status, run.calls?.map(({ node: id, item, mode: how, flowId }) => [id, item, how, flowId])]).toEqual([
      'done',
      [
        ['call', '0', mode, 'counted'],
        ['call', '1', mode, 'counted'],
      ],
    ]);
  }
});

it('links the run of a call both ways', async () => {
  await world.publish(calling('orders', { message: '={ wanted: input.lines }' }));
  await world.publish(calling('tells', { mode: 'start', message: { wanted: 1 } }));
  const started = await world.call(api.startRun, { params: { flowId: 'orders' }, body: { message: { lines: 3 } } });
  const run = await ended(started.ok ? started.value.runId : '');
  const [called] = run.calls ?? [];
  expect(run).toMatchObject({
    status: 'done',
    calls: [{ node: 'call', mode: 'wait', flowId: 'stock', flowName: 'stock', version: 1, status: 'done' }],
  });
  const there = await ended(called?.runId ?? '');
  expect(there).toMatchObject({
    trigger: { kind: 'call' },
    calledBy: [{ runId: run.runId, flowId: 'orders', version: 1, node: 'call', nodeName: 'call', status: 'done' }],
  });
  expect(there).not.toHaveProperty('calls');
  const data = await world.call(api.getStepData, { params: { runId: run.runId, node: 'call' } });
  expect(data.ok && data.value).toMatchObject({ key: `${run.runId}:call:0`, output: { value: { held: 3 } } });
  const other = await world.call(api.startRun, { params: { flowId: 'tells' }, body: { message: 1 } });
  expect((await ended(other.ok ? other.value.runId : '')).calls).toMatchObject([{ node: 'call', mode: 'start' }]);
});

it('lists who calls a flow, with the version each gets', async () => {
  await world.publish(calling('pinned', { resolve: 'publish', versions: '<5' }));
  await publishNext(stock({ output: 'order' }), 1);
  const usage = await world.call(api.getFlowUsage, { params: { flowId: 'stock' } });
  const callers = usage.ok ? usage.value.callers : [];
  expect(
    callers.map(({ flowId, versions, isPinned, calls, mode, isNewest, openRuns }) => [
      flowId,
      versions,
      isPinned,
      calls,
      mode,
      isNewest,
      openRuns,
    ]),
  ).toEqual([
    ['orders', 'latest', false, 2, 'wait', true, 0],
    ['pinned', '<5', true, 1, 'wait', true, 0],
    ['tells', 'latest', false, 2, 'start', true, 0],
  ]);
  expect(await world.call(api.getFlowUsage, { params: { flowId: 'absent' } })).toMatchObject({
    ok: false,
    code: 'not-found',
  });
});

it('checks calls before a publish: the flows that are called, and those that call', async () => {
  expect(await issuesOf(calling('new', { flow: 'absent' }))).toEqual([
    'error callee-unknown: There is no flow "absent".',
  ]);
  expect(await issuesOf(calling('new', { versions: '9' }))).toEqual([
    'error callee-version-unknown: The flow "stock" has no version that fits "9".',
  ]);
  expect(await issuesOf(calling('new', { flow: 'orders' }))).toEqual([
    'error callee-not-callable: Version 1 of "orders" has no start "Called by a flow".',
  ]);
  const concerned = (await issuesOf(stock({ input: 'order', output: 'order' }))).filter((issue) =>
    /callers-/.test(issue),
  );
  expect(concerned).toEqual([
    expect.stringMatching(
      /^warning callers-concerned: "orders", "tells" call this flow and get this version, 2\.0\.0, which breaks what 1\.1\.0 promised: it takes only messages where .* "pinned" keep what they get now\.$/,
    ),
  ]);
  expect(await issuesOf(flowOf('stock', [node('in', 'manual'), node('log', 'log', { message: 'x' })]))).toEqual([
    'warning callers-break: "orders", "tells" call this flow and would get this version, which has no callable start.',
  ]);
  expect(
    await issuesOf(
      flowOf('stock', [node('in', 'callable', { output: 'order' }), node('up', 'call-flow', { flow: 'orders' })]),
    ),
  ).toEqual([
    'error callee-not-callable: Version 1 of "orders" has no start "Called by a flow".',
    'warning call-cycle: These flows call each other: stock → orders → stock. Make sure that it ends, the depth of calls is limited.',
  ]);
});

it('names a version by what it promises: a breaking one goes to nobody who asked for a compatible one', async () => {
  const hold = (params: Readonly<Record<string, Json>>) =>
    flowOf('hold', [node('in', 'callable', params), node('give', 'return', { value: { held: 1 } })]);
  await world.publish(hold({ output: 'inventory' }));
  await world.publish(calling('careful', { flow: 'hold', versions: '^1', message: '={ wanted: 1 }', mode: 'start' }));
  await world.publish(calling('eager', { flow: 'hold', message: '={ wanted: 1 }', mode: 'start' }));
  const versions = async () => {
    const listed = await world.call(api.listVersions, { params: { flowId: 'hold' } });
    return listed.ok ? listed.value.versions.map(({ semver }) => semver) : [];
  };
  const warnings = async (flow: Flow) => (await issuesOf(flow)).filter((issue) => /callers-/.test(issue));

  const same = { ...hold({ output: 'inventory' }), name: 'Hold some stock' };
  expect(await warnings(same)).toEqual([]);
  await publishNext(same, 1);
  expect(await warnings(hold({ input: 'order', output: 'inventory' }))).toEqual([
    expect.stringMatching(
      /^warning callers-concerned: "eager" call .*, 2\.0\.0, .* "careful" keep what they get now\.$/,
    ),
  ]);
  await publishNext(hold({ input: 'order', output: 'inventory' }), 2);
  await publishNext(hold({ output: 'inventory' }), 3);
  expect(await versions()).toEqual(['2.1.0', '2.0.0', '1.0.1', '1.0.0']);

  const usage = await world.call(api.getFlowUsage, { params: { flowId: 'hold' } });
  expect(usage).toMatchObject({
    value: {
      callers: [
        { flowId: 'careful', versions: '^1', calls: 2, semver: '1.0.1' },
        { flowId: 'eager', versions: 'latest', calls: 4, semver: '2.1.0' },
      ],
      releases: [
        { version: 2, semver: '1.0.1' },
        { version: 4, semver: '2.1.0' },
      ],
    },
  });
  const flows = await world.call(api.listFlows, {});
  expect(flows.ok && flows.value.flows.find(({ id }) => id === 'hold')?.releases).toHaveLength(2);
  const started = await world.call(api.startRun, { params: { flowId: 'careful' }, body: { message: 1 } });
  expect((await ended(started.ok ? started.value.runId : '')).calls).toMatchObject([{ flowId: 'hold', version: 2 }]);
  expect(await issuesOf(calling('late', { flow: 'hold', versions: '^3' }))).toEqual([
    'error callee-version-unknown: The flow "hold" has no version that fits "^3".',
  ]);
});

it('keeps the name a version has where it comes from, unless it breaks more here', async () => {
  const publish = async (params: Readonly<Record<string, Json>>, basedOn: number, semver: string) => {
    const flow = { ...stock(params), id: 'promoted' };
    const body = { flow, basedOn, note: '', semver };
    const answer = await world.call(api.publishFlow, { params: { flowId: 'promoted' }, body });
    return answer.ok ? answer.value.semver : answer.code;
  };
  const draft = { ...stock({ output: 'order' }), id: 'promoted' };
  expect(await world.call(api.createFlow, { body: { flow: draft } })).toMatchObject({ ok: true });
  expect(await publish({ output: 'order' }, 0, '1.4.0')).toBe('1.4.0');
  expect(await publish({}, 1, '1.5.0')).toBe('2.0.0');
});
