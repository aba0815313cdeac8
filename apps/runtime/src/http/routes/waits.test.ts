import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as api from '@lockstep/schema/api';
import { isEnded, type Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
let carrier: Server;
/** Addresses that the carrier was given, by reference. */
const given = new Map<string, string>();
/** What the carrier does with an address before it answers the request that brought it. */
let atOnce: (url: string) => Promise<unknown> = async () => undefined;

beforeAll(async () => {
  carrier = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', async () => {
      const { reference, answerTo } = JSON.parse(text) as { reference: string; answerTo: string };
      given.set(reference, answerTo);
      await atOnce(answerTo);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => carrier.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(carrier.address() as AddressInfo).port}/book`;
  world = await startTestRuntime();
  const body = "={ reference: input.name, answerTo: run.callbackUrls['booked'] }";
  await world.publish(
    flowOf(
      'carrier',
      [
        node('in', 'manual', { businessKey: '=input.name' }),
        node('book', 'http-request', { method: 'POST', url, body }),
        node('booked', 'wait-for-callback', { timeoutMs: 600_000 }),
        node('log', 'log', { message: '=input.payload' }),
      ],
      [
        { from: 'in', port: 'out', to: 'book' },
        { from: 'book', port: 'out', to: 'booked' },
        { from: 'booked', port: 'received', to: 'log' },
      ],
    ),
  );
  await world.publish(
    flowOf(
      'ask',
      [
        node('in', 'manual', { businessKey: '=input.name' }),
        node(
          'decide',
          'approve',
          { title: "='Pay ' + input.name + '?'", assignee: 'Finance', deadlineMs: 600_000 },
          { slaMs: 100 },
        ),
        node('log', 'log', { message: 'paid' }),
        node('tell', 'send-event', { topic: 'asked', key: '=steps.in.name' }),
      ],
      [
        { from: 'in', port: 'out', to: 'decide' },
        { from: 'decide', port: 'approved', to: 'log' },
        { from: 'decide', port: 'rejected', to: 'tell' },
      ],
    ),
  );
  await world.publish(
    flowOf(
      'listen',
      [
        node('in', 'manual'),
        node('wait', 'wait-for-event', { topic: 'asked', key: '=input.name', timeoutMs: 600_000 }),
        node('log', 'log', { message: '=input.payload.decision' }),
      ],
      [
        { from: 'in', port: 'out', to: 'wait' },
        { from: 'wait', port: 'received', to: 'log' },
      ],
    ),
  );
});
afterAll(async () => {
  await world?.stop();
  carrier?.close();
});

async function start(flowId: string, message: Json): Promise<string> {
  const started = await world.call(api.startRun, { params: { flowId }, body: { message, by: 'Ada' } });
  if (!started.ok) throw new Error(started.detail);
  return started.value.runId;
}

async function until(runId: string, isThere: (view: api.RunView) => boolean): Promise<api.RunView> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    const run = await world.call(api.getRun, { params: { runId } });
    if (run.ok && isThere(run.value)) return run.value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It did not happen in time.');
}
const isParked = ({ steps }: api.RunView) => steps.some(({ parked }) => parked !== undefined);
const hasEnded = ({ status }: api.RunView) => isEnded(status);
const stepOf = ({ steps }: api.RunView, id: string) => steps.find((step) => step.node === id);

async function post(
  url: string,
  body: string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) {
  const answer = await fetch(url, { method: 'POST', body, headers });
  return { status: answer.status, body: await answer.json() };
}

describe('callbacks', () => {
  it('let the run go on with the first answer, at an address that a step before sent', async () => {
    const runId = await start('carrier', { name: 'C-1' });
    const waiting = await until(runId, isParked);
    expect(stepOf(waiting, 'booked')).toMatchObject({ status: 'waiting', parked: { kind: 'callback' } });
    const url = given.get('C-1') ?? '';
    expect(url).toMatch(new RegExp(`^${world.runtime.url}/callbacks/[\\w-]+\\.[\\w-]+$`));
    expect(await post(url, '{"label":"L-1"}')).toEqual({
      status: 202,
      body: { outcome: 'delivered', runs: 1 },
    });
    const ended = await until(runId, hasEnded);
    expect(stepOf(ended, 'booked')).toMatchObject({ status: 'succeeded', port: 'received' });
    const data = await world.call(api.getStepData, { params: { runId, node: 'booked' } });
    expect(data).toMatchObject({
      value: { output: { value: { payload: { label: 'L-1' }, receivedAt: expect.any(String) } } },
    });
    expect(await post(url, '{"label":"L-2"}')).toEqual({ status: 202, body: { outcome: 'duplicate', runs: 0 } });
  });

  it('may come before the run waits for them', async () => {
    atOnce = (url) => post(url, 'faster', { 'content-type': 'text/plain' });
    const runId = await start('carrier', { name: 'C-2' });
    await until(runId, hasEnded);
    atOnce = async () => undefined;
    const data = await world.call(api.getStepData, { params: { runId, node: 'booked' } });
    expect(data).toMatchObject({ value: { output: { value: { payload: 'faster' } } } });
  });

  it('are refused at addresses we did not make, with another method, when too large, and when the run has ended', async () => {
    const runId = await start('carrier', { name: 'C-3' });
    await until(runId, isParked);
    const url = given.get('C-3') ?? '';
    expect(await post(`${url.slice(0, -2)}xx`, '{}')).toMatchObject({ status: 404 });
    expect(await post(`${world.runtime.url}/callbacks/x`, '{}')).toMatchObject({ status: 404 });
    const read = await fetch(url);
    expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await post(url, JSON.stringify('x'.repeat(300_000)))).toMatchObject({ status: 413 });
    expect(await post(url, '{"a":1,"a":2}')).toMatchObject({ status: 400, body: { code: 'body-malformed' } });
    await world.call(api.cancelRun, { params: { runId }, body: {} });
    await until(runId, hasEnded);
    expect(await post(url, '{}')).toMatchObject({ status: 409, body: { code: 'run-ended' } });
  });
});

describe('approvals', () => {
  it('are listed with what a person needs, and answered once', async () => {
    const runId = await start('ask', { name: 'A-1' });
    const asked = await until(runId, isParked);
    const open = await world.call(api.listApprovals, { query: { status: 'open', flow: 'ask' } });
    if (!open.ok) throw new Error(open.detail);
    const [approval] = open.value.approvals;
    expect(open.value.open).toBe(1);
    expect(approval).toEqual({
      id: expect.any(String),
      runId,
      flowId: 'ask',
      flowName: 'ask',
      node: 'decide',
      nodeName: 'decide',
      businessKey: 'A-1',
      test: false,
      title: 'Pay A-1?',
      details: { name: 'A-1' },
      assignee: 'Finance',
      status: 'open',
      askedAt: expect.any(String),
      deadlineAt: expect.any(String),
    });
    expect(stepOf(asked, 'decide')?.parked).toEqual({
      kind: 'approval',
      approvalId: approval?.id,
      title: 'Pay A-1?',
      assignee: 'Finance',
    });
    const params = { id: approval?.id ?? '' };
    expect(await world.call(api.getApproval, { params })).toEqual({ ok: true, value: approval });
    expect(await world.call(api.getApproval, { params: { id: 'x' } })).toMatchObject({ code: 'not-found' });
    const decide = () =>
      world.call(api.decideApproval, { params, body: { decision: 'approved', comment: 'Yes.', by: 'Ada' } });
    expect(await decide()).toEqual({ ok: true, value: { id: params.id, runId } });
    expect(await decide()).toMatchObject({ ok: false, code: 'approval-settled', detail: 'The approval is approved.' });
    expect((await until(runId, hasEnded)).status).toBe('done');
    const settled = await world.call(api.listApprovals, { query: { status: 'approved' } });
    expect(settled).toMatchObject({ value: { approvals: [{ decidedBy: 'Ada', comment: 'Yes.' }], open: 0 } });
    const missing = await world.call(api.decideApproval, { params: { id: runId }, body: { decision: 'approved' } });
    expect(missing).toMatchObject({ code: 'not-found' });
  });

  it('that take longer than promised are seen on the run and counted', async () => {
    const runId = await start('ask', { name: 'A-2' });
    const late = await until(runId, (run) => stepOf(run, 'decide')?.sla?.breachedAt !== undefined);
    expect(stepOf(late, 'decide')).toMatchObject({ status: 'waiting', sla: { slaMs: 100 } });
    const metrics = await (await fetch(`${world.runtime.url}/metrics`)).text();
    expect(metrics).toMatch(/lockstep_sla_breaches_total\{flow="ask",stage="decide"\} [1-9]/);
    await world.call(api.cancelRun, { params: { runId }, body: {} });
    await until(runId, hasEnded);
    const withdrawn = await world.call(api.listApprovals, { query: { status: 'withdrawn' } });
    expect(withdrawn).toMatchObject({ value: { approvals: [{ runId }] } });
  });
});

describe('events', () => {
  const tell = (body: api.CallInput<typeof api.publishEvent>['body']) => world.call(api.publishEvent, { body });

  it('told by one flow let a run of another go on', async () => {
    const listener = await start('listen', { name: 'E-1' });
    await until(listener, isParked);
    const asker = await start('ask', { name: 'E-1' });
    const asked = await until(asker, isParked);
    const parked = stepOf(asked, 'decide')?.parked;
    const params = { id: parked?.kind === 'approval' ? parked.approvalId : '' };
    await world.call(api.decideApproval, { params, body: { decision: 'rejected', comment: 'No.' } });
    await until(asker, hasEnded);
    await until(listener, hasEnded);
    const told = await world.call(api.getStepData, { params: { runId: asker, node: 'tell' } });
    expect(told).toMatchObject({
      value: { output: { value: { outcome: 'delivered', runs: 1, eventId: `${asker}:tell:0` } } },
    });
    const heard = await world.call(api.getStepData, { params: { runId: listener, node: 'wait' } });
    expect(heard).toMatchObject({
      value: { output: { value: { topic: 'asked', payload: { decision: 'rejected' } } } },
    });
  });

  it('are kept, recognised, and refused when they are not well-formed', async () => {
    const event = { topic: 'asked', key: 'E-2', eventId: 'e', payload: { decision: 'early' } };
    expect(await tell(event)).toMatchObject({ ok: true, value: { outcome: 'kept', runs: 0 } });
    expect(await tell(event)).toEqual({ ok: true, value: { outcome: 'duplicate', runs: 0 } });
    const listener = await start('listen', { name: 'E-2' });
    expect((await until(listener, hasEnded)).status).toBe('done');
    expect(await tell({ ...event, topic: '$callback' })).toMatchObject({ code: 'request-invalid' });
    expect(await tell({ ...event, key: 'a\0b' })).toMatchObject({ code: 'request-invalid' });
    expect(await tell({ ...event, payload: 'x'.repeat(300_000) })).toMatchObject({ code: 'body-too-large' });
  });
});
