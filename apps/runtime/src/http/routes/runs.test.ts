import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { catalogue } from '@lockstep/nodes/catalogue';
import * as api from '@lockstep/schema/api';
import { isEnded, type Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';
import { loadFlow } from '../../runner/steps/index.ts';
import { readSnapshot } from '../../store/flows.ts';
import { readRun } from '../../store/runs-view.ts';
import { runChanges } from '../views/run-changes.ts';
import { runStatus, runView } from '../views/run-view.ts';

let world: TestRuntime;
let system: Server;
let isBroken = false;
let calls = 0;

beforeAll(async () => {
  system = createServer((_, response) => {
    calls += 1;
    response.writeHead(isBroken ? 422 : 200, { 'content-type': 'application/json' }).end('{"taken":true}');
  });
  await new Promise<void>((resolve) => system.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(system.address() as AddressInfo).port}/orders`;
  world = await startTestRuntime();
  await world.publish(
    flowOf('orders', [
      node('in', 'manual', { businessKey: '=input.name' }),
      node('map', 'map', { script: 'export default (input) => ({ ...input, mapped: true })' }),
      node('send', 'http-request', { method: 'POST', url, body: '=input' }),
      node('log', 'log', { message: 'sent' }),
    ]),
  );
});
afterAll(async () => {
  await world?.stop();
  system?.close();
});

async function start(message: Json): Promise<string> {
  const started = await world.call(api.startRun, { params: { flowId: 'orders' }, body: { message, by: 'Ada' } });
  if (!started.ok) throw new Error(started.detail);
  return started.value.runId;
}

function value<T>(
  answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail: string },
): T {
  if (!answer.ok) throw new Error(answer.detail);
  return answer.value;
}

async function ended(runId: string) {
  for (;;) {
    const run = await world.call(api.getRun, { params: { runId } });
    if (run.ok && isEnded(run.value.status)) return run.value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('runs', () => {
  it('are told as far as their row goes: what is written while they are read is not half of the answer', async () => {
    const { db } = world.store;
    const { runId } = await ended(await start({ name: '#2000' }));
    const row = await readRun(db, runId);
    const flow = await readSnapshot(db, row?.snapshotId ?? '');
    if (!row || !flow) throw new Error('The run is not there.');
    const load = async (snapshotId: string) => loadFlow({ flow, snapshotId }, catalogue);
    const { steps } = await runStatus({ ...row, status: 'running', lastSeq: 1 }, { db, flows: { load } });
    expect(steps.map(({ status }) => status)).toEqual(['succeeded', 'running', 'pending', 'pending']);
  });

  it('are told by what is different since they were read: together with that they are the run', async () => {
    const { db } = world.store;
    const { runId } = await ended(await start({ name: '#2002' }));
    const row = await readRun(db, runId);
    const flow = await readSnapshot(db, row?.snapshotId ?? '');
    if (!row || !flow) throw new Error('The run is not there.');
    const doors = { db, flows: { load: async (snapshotId: string) => loadFlow({ flow, snapshotId }, catalogue) } };
    const rowAt = (lastSeq: number) => ({
      ...row,
      lastSeq,
      status: lastSeq < row.lastSeq ? ('running' as const) : row.status,
    });
    const whole = await runView(row, doors);
    for (let seq = 0; seq <= row.lastSeq; seq += 1) {
      const read = await runView(rowAt(seq), doors);
      const { steps, ...changes } = await runChanges(row, read.stamp, doors);
      const together = read.steps.map((step) => steps.find(({ node: id }) => id === step.node) ?? step);
      expect({ ...changes, flow: read.flow, steps: together }, `read at ${seq}`).toEqual(whole);
    }
    const last = await runView(rowAt(row.lastSeq - 1), doors);
    const { steps } = await runChanges(row, last.stamp, doors);
    expect(steps.map(({ node: id }) => id)).toEqual(['log']);
  });

  it('are told whole to who knows another flow of them, or nothing', async () => {
    const { runId, stamp, flow, steps } = await ended(await start({ name: '#2003' }));
    for (const since of ['nothing', stamp.replace(/[^.]+$/, 'another'), stamp.replace(/^\d+/, '999')]) {
      const told = value(await world.call(api.getRunChanges, { params: { runId }, query: { since } }));
      expect(told).toMatchObject({ flow, steps });
    }
    const told = value(await world.call(api.getRunChanges, { params: { runId }, query: { since: stamp } }));
    expect(told).toMatchObject({ status: 'done', stamp, steps: [] });
    expect(told.flow).toBeUndefined();
  });

  it('are seen step by step, with what went in and came out', async () => {
    const runId = await start({ name: '#2001' });
    const run = await ended(runId);
    expect(run).toMatchObject({
      status: 'done',
      businessKey: '#2001',
      trigger: { kind: 'manual', by: 'Ada' },
      version: 1,
    });
    expect(run.steps.map(({ node: id, status, port, attempts }) => [id, status, port, attempts.length])).toEqual([
      ['in', 'succeeded', 'out', 0],
      ['map', 'succeeded', 'out', 1],
      ['send', 'succeeded', 'out', 1],
      ['log', 'succeeded', 'out', 1],
    ]);
    const data = await world.call(api.getStepData, { params: { runId, node: 'send' } });
    expect(data).toMatchObject({
      ok: true,
      value: {
        input: { value: { name: '#2001', mapped: true }, truncated: false },
        params: { body: { name: '#2001', mapped: true } },
        output: { value: { status: 200, body: { taken: true } } },
        key: `${runId}:send:0`,
      },
    });
    expect(await world.call(api.getStepData, { params: { runId, node: 'nope' } })).toMatchObject({ code: 'not-found' });
  });

  it('are found by the beginning of their key or id, and paged without a gap', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) ids.push(await start({ name: `page_%-${i}` }));
    await Promise.all(ids.map(ended));
    const search = async (text: string) => {
      const answer = await world.call(api.listRuns, { query: { search: text, flow: 'orders' } });
      return answer.ok ? answer.value.runs.map(({ runId }) => runId) : answer.code;
    };
    expect(await search('page_%')).toEqual(ids.toReversed());
    expect(await search('page%')).toEqual([]);
    expect(await search(ids[2] ?? '')).toEqual([ids[2]]);
    expect(await search((ids[2] ?? '').slice(0, 8).toUpperCase())).toEqual(expect.arrayContaining([ids[2]]));
    const pages: string[] = [];
    let before: string | undefined;
    do {
      const page = await world.call(api.listRuns, { query: { search: 'page_', limit: 2, before } });
      if (!page.ok) throw new Error(page.detail);
      pages.push(...page.value.runs.map(({ runId }) => runId));
      before = page.value.next;
    } while (before !== undefined);
    expect(pages).toEqual(ids.toReversed());
  });

  it('of a draft are tests: on their own document, kept apart', async () => {
    const draft = flowOf('orders', [node('in', 'manual'), node('log', 'log', { message: 'draft' })]);
    const started = await world.call(api.testRun, {
      params: { flowId: 'orders' },
      body: { flow: draft, message: { a: 1 } },
    });
    const run = await ended(started.ok ? started.value.runId : '');
    expect(run).toMatchObject({ test: true, status: 'done', flow: draft });
    expect(run.version).toBeUndefined();
    const tests = await world.call(api.listRuns, { query: { test: 'true' } });
    expect(tests.ok && tests.value.runs.map(({ runId }) => runId)).toEqual([run.runId]);
    const bad = flowOf('orders', [node('log', 'log', { message: 'x' })]);
    const refused = await world.call(api.testRun, { params: { flowId: 'orders' }, body: { flow: bad, message: {} } });
    expect(refused).toMatchObject({ code: 'flow-invalid' });
  });

  it('that ended cannot be cancelled, and are replayed from a step with what came before', async () => {
    const runId = await start({ name: 'again' });
    await ended(runId);
    expect(await world.call(api.cancelRun, { params: { runId }, body: {} })).toMatchObject({ code: 'run-ended' });
    const before = calls;
    const replayed = await world.call(api.replayRun, {
      params: { runId },
      body: { from: 'send', by: 'Bo', repeat: ['send'] },
    });
    const run = await ended(replayed.ok ? replayed.value.runId : '');
    expect([run.status, run.trigger.kind, calls - before]).toEqual(['done', 'replay', 1]);
    expect(run.replay).toEqual({ of: runId, repeat: ['send'], repeatBy: 'Bo' });
    const data = await world.call(api.getStepData, { params: { runId: run.runId, node: 'send' } });
    expect(data.ok && data.value.input?.value).toEqual({ name: 'again', mapped: true });
    for (const body of [{ from: 'nope' }, { version: 9 }, { repeat: ['nope'] }]) {
      expect(await world.call(api.replayRun, { params: { runId }, body })).toMatchObject({ code: 'request-invalid' });
    }
  });

  it('that do not exist are not found, whatever their id looks like', async () => {
    for (const runId of ['x', '../flows', '01a20771-0a16-7752-86b6-6918314d4793']) {
      expect(await world.call(api.getRun, { params: { runId } })).toMatchObject({ code: 'not-found' });
      expect((await fetch(`${world.runtime.url}/status/${encodeURIComponent(runId)}`)).status).toBe(404);
    }
  });
});

describe('exceptions', () => {
  async function fail(name: string) {
    isBroken = true;
    const run = await ended(await start({ name }));
    isBroken = false;
    const listed = await world.call(api.listExceptions, { query: { status: 'open' } });
    if (!listed.ok) throw new Error(listed.detail);
    return { run, listed: listed.value, exception: listed.value.exceptions.find(({ runId }) => runId === run.runId) };
  }

  it('say what failed and why, and are resolved by a retry in the same run with the same key', async () => {
    const { run, exception } = await fail('#3001');
    expect(run).toMatchObject({
      status: 'exception',
      failure: { node: 'send', nodeName: 'send' },
      exceptionId: exception?.id,
    });
    expect(exception).toMatchObject({
      flowId: 'orders',
      flowName: 'orders',
      version: 1,
      node: 'send',
      code: 'http-422',
      businessKey: '#3001',
      status: 'open',
    });
    const params = { id: exception?.id ?? '' };
    expect(await world.call(api.retryException, { params, body: {} })).toEqual({
      ok: true,
      value: { id: params.id, runId: run.runId },
    });
    const retried = await ended(run.runId);
    expect(retried.status).toBe('done');
    expect(retried.steps.find(({ node: id }) => id === 'send')?.attempts.map(({ status }) => status)).toEqual([
      'failed',
      'succeeded',
    ]);
    expect(await world.call(api.retryException, { params, body: {} })).toMatchObject({ code: 'exception-settled' });
    const resolved = await world.call(api.listExceptions, { query: { status: 'resolved' } });
    expect(resolved.ok && resolved.value.exceptions.map(({ id }) => id)).toContain(params.id);
  });

  it('are retried without a body, as the handles of the installation promise', async () => {
    const { run, exception } = await fail('#3002');
    const response = await fetch(`${world.runtime.url}/api/exceptions/${exception?.id}/retry`, { method: 'POST' });
    expect(response.status).toBe(202);
    expect((await ended(run.runId)).status).toBe('done');
  });

  it('are given up with a reason, once', async () => {
    const { exception, listed } = await fail('#3003');
    expect(listed.open).toBe(1);
    const discard = () =>
      world.call(api.discardException, {
        params: { id: exception?.id ?? '' },
        body: { by: 'Ada', reason: 'A test order' },
      });
    expect((await discard()).ok).toBe(true);
    expect(await discard()).toMatchObject({ code: 'exception-settled' });
    const after = await world.call(api.listExceptions, {});
    expect(after.ok && after.value.open).toBe(0);
  });
});
