import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as api from '@lockstep/schema/api';
import { isEnded, type Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

/** A first system that takes everything, and a second one that is out of order, or cuts the line before it answers. */
let world: TestRuntime;
let system: Server;
let second: 'in order' | 'broken' | 'cut' = 'in order';
const received = { first: [] as Json[], second: [] as Json[] };

beforeAll(async () => {
  system = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const isFirst = request.url === '/first';
      if (!isFirst && second === 'broken') return response.writeHead(422).end();
      received[isFirst ? 'first' : 'second'].push(JSON.parse(body) as Json);
      if (!isFirst && second === 'cut') return request.socket.destroy();
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{"taken":true}');
    });
  });
  await new Promise<void>((resolve) => system.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(system.address() as AddressInfo).port}`;
  world = await startTestRuntime();
  const post = (id: string, path: string) =>
    node(id, 'http-request', { method: 'POST', url: `${url}/${path}`, body: '=steps.in' });
  await world.publish(
    flowOf('two', [
      node('in', 'manual', { businessKey: '=input.name' }),
      post('one', 'first'),
      post('other', 'second'),
    ]),
  );
});
beforeEach(() => {
  second = 'in order';
  received.first.length = 0;
  received.second.length = 0;
});
afterAll(async () => {
  await world?.stop();
  system?.close();
});

const runOf = async (runId: string) => value(await world.call(api.getRun, { params: { runId } }));
const exceptionOf = async (id: string) => value(await world.call(api.getException, { params: { id } }));

function value<T>(
  answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail?: string },
): T {
  if (!answer.ok) throw new Error(answer.detail);
  return answer.value;
}

async function ended(runId: string) {
  await vi.waitFor(async () => expect(isEnded((await runOf(runId)).status)).toBe(true), { timeout: 10_000 });
  return runOf(runId);
}

async function start(message: Json): Promise<string> {
  const { runId } = value(await world.call(api.startRun, { params: { flowId: 'two' }, body: { message, by: 'Ada' } }));
  await ended(runId);
  return runId;
}

it('a mended message goes to the system that refused it, and not again to the one that took it', async () => {
  second = 'broken';
  const runId = await start({ name: '#1' });
  const { exceptionId: id = '' } = await runOf(runId);
  second = 'in order';
  const plan = value(await world.call(api.planExceptionReplay, { params: { id }, body: {} }));
  expect(plan).toMatchObject({ runId, version: 1, from: ['in'], exceptionId: id });
  expect(plan.effects).toEqual([
    {
      ...{ node: 'one', name: 'one', does: 'kept', strategy: 'once', before: false, key: `${runId}:one:0` },
      done: { runId, at: expect.any(String) },
    },
    { node: 'other', name: 'other', does: 'anew', strategy: 'once', before: false, key: `${runId}:other:0` },
  ]);
  const body = { by: 'Ada', message: { name: '#1', postcode: 'D02' } };
  expect(await world.call(api.replayException, { params: { id }, body })).toMatchObject({ code: 'request-invalid' });
  const answer = value(
    await world.call(api.replayException, { params: { id }, body: { ...body, reason: 'No postcode.' } }),
  );
  expect(answer.changes).toEqual([{ path: '/postcode', after: 'D02' }]);
  const run = await ended(answer.runId);
  expect(run).toMatchObject({ status: 'done', replay: { of: runId, repeat: [] }, exceptionId: id });
  expect(run.steps.find((step) => step.node === 'one')).toMatchObject({
    ...{ status: 'succeeded', attempts: [], kept: { runId, at: plan.effects[0]?.done?.at } },
  });
  expect(received).toEqual({ first: [{ name: '#1' }], second: [{ name: '#1', postcode: 'D02' }] });
  expect(await runOf(runId)).toMatchObject({ status: 'exception', replayedBy: answer.runId, exceptionId: id });
  expect(await exceptionOf(id)).toMatchObject({
    status: 'resolved',
    runId: answer.runId,
    replays: [{ fromRunId: runId }],
  });
});

it('a replay that fails opens its exception again, about the new run; then only that one is tried again', async () => {
  second = 'broken';
  const runId = await start({ name: '#2' });
  const { exceptionId: id = '' } = await runOf(runId);
  const again = value(await world.call(api.replayException, { params: { id }, body: { by: 'Ada' } }));
  await ended(again.runId);
  expect(await exceptionOf(id)).toMatchObject({ status: 'open', runId: again.runId });
  const { exceptions } = value(await world.call(api.listExceptions, { query: { flow: 'two', status: 'open' } }));
  expect(exceptions.map((one) => one.id)).toEqual([id]);
  second = 'in order';
  expect(value(await world.call(api.retryException, { params: { id }, body: { by: 'Ada' } }))).toEqual({
    id,
    runId: again.runId,
  });
  expect(await ended(again.runId)).toMatchObject({ status: 'done' });
  expect(await exceptionOf(id)).toMatchObject({ status: 'resolved' });
  expect(received.first).toHaveLength(1);
  expect(await world.call(api.replayException, { params: { id }, body: {} })).toMatchObject({
    code: 'exception-settled',
  });
});

it('what may have happened is told before, left alone in bulk, and done again only when asked for', async () => {
  second = 'cut';
  const runId = await start({ name: '#3' });
  const { exceptionId: id = '' } = await runOf(runId);
  second = 'in order';
  const retry = value(await world.call(api.planExceptionRetry, { params: { id } }));
  expect(retry.effects.map(({ node: at, does }) => [at, does])).toEqual([
    ['one', 'kept'],
    ['other', 'undecided'],
  ]);
  const select = { ids: [id] };
  const dry = value(await world.call(api.startBulkRetry, { body: { select, dryRun: true } }));
  expect(dry.plan).toEqual({ looked: 1, kept: 1, anew: 0, lookedUp: 0, undecided: 1, undone: 0 });
  const { bulk } = value(await world.call(api.startBulkRetry, { body: { select, by: 'Ada' } }));
  await vi.waitFor(
    async () =>
      expect(value(await world.call(api.getBulkRetry, { params: { id: bulk?.id ?? '' } }))).toMatchObject({
        ...{ status: 'done', skipped: 1, resolved: 0 },
      }),
    { timeout: 10_000 },
  );
  expect(received.second).toHaveLength(1);
  const stopped = value(await world.call(api.replayRun, { params: { runId }, body: { by: 'Ada' } }));
  expect(await ended(stopped.runId)).toMatchObject({ status: 'exception' });
  expect(received.second).toHaveLength(1);
  const params = { runId: stopped.runId };
  const asked = value(await world.call(api.replayRun, { params, body: { by: 'Ada', repeat: ['other'] } }));
  expect(await ended(asked.runId)).toMatchObject({ status: 'done', replay: { repeat: ['other'], repeatBy: 'Ada' } });
  expect(received.second).toHaveLength(2);
  const data = value(await world.call(api.getStepData, { params: { runId: asked.runId, node: 'other' } }));
  expect(data.key).toBe(`${asked.runId}:other:0`);
});

it('is refused with the reason', async () => {
  const runId = await start({ name: '#4' });
  const plan = (body: object) => world.call(api.planRunReplay, { params: { runId }, body });
  expect(await plan({ from: 'nowhere' })).toMatchObject({ code: 'request-invalid' });
  expect(await plan({ version: 7 })).toMatchObject({ code: 'request-invalid' });
  expect(await plan({ repeat: ['in'] })).toMatchObject({ code: 'request-invalid' });
  expect(await world.call(api.planRunReplay, { params: { runId: 'x' }, body: {} })).toMatchObject({
    code: 'not-found',
  });
  expect(await world.call(api.planExceptionReplay, { params: { id: 'x' }, body: {} })).toMatchObject({
    code: 'not-found',
  });
});
