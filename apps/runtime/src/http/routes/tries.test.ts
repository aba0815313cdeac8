import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as api from '@lockstep/schema/api';
import { contentHash, type Flow, withoutPinned } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
let system: Server;
let url: string;
let received: string[] = [];
beforeAll(async () => {
  system = createServer((request, response) => {
    received.push(request.method ?? '');
    response.setHeader('content-type', 'application/json').end('{"erp":"4711"}');
  });
  await new Promise<void>((resolve) => system.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(system.address() as AddressInfo).port}/orders`;
  world = await startTestRuntime();
});
afterAll(async () => {
  await world?.stop();
  system?.close();
});
beforeEach(() => {
  received = [];
});

const AT = '2026-11-27T08:00:00.000Z';
const orders = (id: string): Flow =>
  flowOf(id, [
    node('in', 'manual'),
    node('map', 'map', {
      script: 'export default (input) => ({ total: input.lines.reduce((sum, l) => sum + l.q, 0) })',
    }),
    node('send', 'http-request', { method: 'POST', url, body: '=input' }),
    node('log', 'log', { message: '="Sent " + steps.map.total' }),
  ]);
const attempt = (flow: Flow, body: object) =>
  world.call(api.tryFlow, { params: { flowId: flow.id }, body: { flow, real: [], ...body } as never });
async function tried(flow: Flow, body: object) {
  const answer = await attempt(flow, body);
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  return answer.value;
}
const data = (input: Json, steps = {}) => ({ kind: 'data', input, steps });

describe('trying a step', () => {
  it('computes it alone, as production would, without a row being written', async () => {
    const flow = orders('try-alone');
    const { steps, status } = await tried(flow, {
      node: 'map',
      reach: 'step',
      source: data({ lines: [{ q: 2 }, { q: 3 }] }),
    });
    expect(status).toBe('done');
    expect(steps).toMatchObject([
      {
        node: 'map',
        how: 'computed',
        status: 'succeeded',
        port: 'out',
        output: { value: { total: 5 }, truncated: false },
      },
    ]);
    expect(await world.call(api.listRuns, { query: { flow: 'try-alone' } })).toMatchObject({ value: { runs: [] } });
  });

  it('tells a failure with its place in the script, and tries it once', async () => {
    const { steps, status } = await tried(orders('try-fail'), { node: 'map', reach: 'step', source: data({}) });
    expect(status).toBe('failed');
    expect(steps).toMatchObject([{ node: 'map', status: 'failed', failure: { position: { line: 1 } } }]);
  });

  it('gives expressions what the steps before gave', async () => {
    const { steps } = await tried(orders('try-log'), {
      ...{ node: 'log', reach: 'step', source: data({ any: 1 }, { map: { total: 9 } }) },
    });
    expect(steps).toMatchObject([{ node: 'log', status: 'succeeded', params: { message: 'Sent 9' } }]);
  });

  it('leaves other systems alone unless it is asked to change them', async () => {
    const flow = orders('try-effect');
    const ask = { node: 'send', reach: 'from-here', source: data({ total: 5 }, { map: { total: 5 } }) };
    const off = await tried(flow, ask);
    expect(received).toEqual([]);
    expect(off.steps).toMatchObject([
      { node: 'send', how: 'not-sent', status: 'succeeded', output: { value: { total: 5 } } },
      { node: 'log', status: 'succeeded' },
    ]);
    const on = await tried(flow, { ...ask, real: ['send'] });
    expect(received).toEqual(['POST']);
    expect(on.steps[0]).toMatchObject({ how: 'sent', output: { value: { body: { erp: '4711' } } } });
  });

  it('answers from the mock or the pinned sample of a step whose effect is off', async () => {
    const flow = orders('try-pinned');
    const pinned = { send: { input: {}, output: { port: 'out', value: { body: 'pinned' } }, at: AT } };
    const ask = { node: 'send', reach: 'step', source: data({ total: 1 }) };
    expect((await tried({ ...flow, pinned }, ask)).steps).toMatchObject([
      { how: 'pinned', output: { value: { body: 'pinned' } } },
    ]);
    const mock = { port: 'out', value: 'mocked' };
    const mocked = {
      ...flow,
      nodes: flow.nodes.map((one) => (one.id === 'send' ? { ...one, policy: { mock } } : one)),
    };
    expect((await tried(mocked, ask)).steps).toMatchObject([{ how: 'mocked', output: { value: 'mocked' } }]);
    expect(received).toEqual([]);
  });

  it('goes the way to a step with the message of a run, and the way on with what the run knew', async () => {
    const flow = orders('try-run');
    await world.publish(flow);
    const message = { lines: [{ q: 7 }] };
    const started = await world.call(api.startRun, { params: { flowId: flow.id }, body: { message, by: 'Ada' } });
    const { runId } = started.ok ? started.value : { runId: '' };
    await expect
      .poll(async () => (await world.call(api.getRun, { params: { runId } })) as unknown)
      .toMatchObject({ value: { status: 'done' } });
    received = [];
    const source = { kind: 'run', runId };
    const to = await tried(flow, { node: 'send', reach: 'to-here', source });
    expect(to.steps.map(({ node: id, how }) => [id, how])).toEqual([
      ['map', 'computed'],
      ['send', 'not-sent'],
    ]);
    const on = await tried(flow, { node: 'log', reach: 'from-here', source });
    expect(on.steps).toMatchObject([{ node: 'log', params: { message: 'Sent 7' } }]);
    expect(received).toEqual([]);
  });

  it('comes with the body of a scope, with effects off in it', async () => {
    const flow = flowOf(
      'try-scope',
      [
        node('in', 'manual'),
        node('each', 'for-each', { items: '=input.lines' }),
        { ...node('send', 'http-request', { method: 'POST', url, body: '=input' }), scope: 'each' },
      ],
      [
        { from: 'in', port: 'out', to: 'each' },
        { from: 'each', port: 'each', to: 'send' },
      ],
    );
    const { steps, status } = await tried(flow, { node: 'each', reach: 'step', source: data({ lines: [1, 2] }) });
    expect(status).toBe('done');
    expect(steps.filter(({ node: id }) => id === 'send')).toMatchObject([
      { how: 'not-sent', item: '0' },
      { how: 'not-sent', item: '1' },
    ]);
    expect(received).toEqual([]);
  });

  it('refuses steps and runs that are not there', async () => {
    const flow = orders('try-none');
    expect(await attempt(flow, { node: 'gone', reach: 'step', source: data({}) })).toMatchObject({
      code: 'request-invalid',
    });
    const source = { kind: 'run', runId: '00000000-0000-4000-8000-000000000000' };
    expect(await attempt(flow, { node: 'map', reach: 'step', source })).toMatchObject({ code: 'not-found' });
  });
});

describe('a pinned sample', () => {
  it('stays in the draft: no version, no hash and no run of production knows of it', async () => {
    const flow = orders('pinned');
    const output = { port: 'out', value: { body: 'from the sample' } };
    const draft = { ...flow, pinned: { send: { input: {}, output, at: AT }, map: { input: {}, at: AT } } };
    expect(contentHash(draft)).toBe(contentHash(flow));
    await world.publish(draft);
    const params = { flowId: flow.id };
    const kept = await world.call(api.getDraft, { params });
    expect(kept).toMatchObject({ value: { flow: { pinned: draft.pinned }, published: { hash: contentHash(flow) } } });
    const version = await world.call(api.getVersion, { params: { ...params, version: 1 } });
    expect(version.ok && version.value.flow).toEqual(withoutPinned(draft));
    const message = { lines: [{ q: 1 }] };
    for (const start of [
      await world.call(api.startRun, { params, body: { message, by: 'Ada' } }),
      await world.call(api.testRun, { params, body: { flow: draft, message } }),
    ]) {
      const { runId } = start.ok ? start.value : { runId: '' };
      await expect
        .poll(async () => (await world.call(api.getRun, { params: { runId } })) as unknown)
        .toMatchObject({ value: { status: 'done' } });
      const sent = await world.call(api.getStepData, { params: { runId, node: 'send' } });
      expect(sent).toMatchObject({ value: { output: { value: { body: { erp: '4711' } } } } });
      const run = await world.call(api.getRun, { params: { runId } });
      expect(run.ok && run.value.flow.pinned).toBeUndefined();
    }
    expect(received).toEqual(['POST', 'POST']);
  });
});

describe('an expression', () => {
  const compute = (source: string) =>
    world.call(api.previewExpression, { body: { source, input: { sku: 'AB' }, steps: { map: { total: 2 } } } });

  it('is computed over a message and what came before', async () => {
    expect(await compute('=input.sku + steps.map.total')).toMatchObject({ value: { ok: true, value: 'AB2' } });
  });

  it('tells where it fails', async () => {
    expect(await compute('=input.none.deep')).toMatchObject({
      value: { ok: false, message: expect.stringMatching(/none|undefined/) },
    });
    expect(await compute('=while')).toMatchObject({ value: { ok: false } });
  });
});

describe('a large value', () => {
  it('is read by parts', async () => {
    const flow = flowOf('large', [node('in', 'manual'), node('log', 'log', { message: 'seen' })]);
    await world.publish(flow);
    const lines = Array.from({ length: 5_000 }, (_, i) => ({ sku: `SKU-${i}`, note: 'x'.repeat(100), 'a/b': i }));
    const started = await world.call(api.startRun, {
      params: { flowId: 'large' },
      body: { message: { lines }, by: 'Ada' },
    });
    const { runId } = started.ok ? started.value : { runId: '' };
    await expect
      .poll(async () => (await world.call(api.getRun, { params: { runId } })) as unknown)
      .toMatchObject({ value: { status: 'done' } });
    const part = (at: string, query = {}) =>
      world.call(api.getStepPart, { params: { runId, node: 'log' }, query: { side: 'input', at, ...query } as never });
    expect(await part('')).toMatchObject({
      value: { kind: 'object', members: [{ name: 'lines', kind: 'array', size: 5_000 }] },
    });
    const page = await part('/lines', { offset: 4_998, limit: 10 });
    expect(page).toMatchObject({
      value: { size: 5_000, members: [{ name: '4998' }, { name: '4999', kind: 'object', size: 3 }] },
    });
    expect(await part('/lines/7/a~1b')).toMatchObject({ value: { kind: 'number', value: 7 } });
    expect(await part('/lines/9000')).toMatchObject({ code: 'not-found' });
  });
});
