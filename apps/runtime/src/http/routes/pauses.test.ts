import * as api from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';
import type { Runtime } from '../../main.ts';

let world: TestRuntime;
let other: Runtime;
beforeAll(async () => {
  world = await startTestRuntime();
  other = await world.another();
  const hooked = (id: string, ...more: Parameters<typeof flowOf>[1]) =>
    flowOf(id, [node('in', 'webhook', { path: id }), ...more, node('log', 'log', { message: 'done' })]);
  await world.publish(hooked('refusing'));
  await world.publish(hooked('taking'));
  await world.publish(hooked('gone'));
  await world.publish(hooked('busy'));
}, 60_000);
afterAll(() => world.stop(), 30_000);

const send = (runtime: Runtime, path: string, body: Json = {}) =>
  fetch(`${runtime.url}/hooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const pause = (flowId: string, ingress: api.PausedIngress) =>
  world.call(api.pauseFlow, { params: { flowId }, body: { ingress, by: 'ann' } });
const resume = (flowId: string) => world.call(api.resumeFlow, { params: { flowId }, body: { by: 'ann' } });

/** Statuses of the runs of a flow, oldest first. */
async function statuses(flowId: string): Promise<readonly string[]> {
  const rows = await world.store.sql<{ status: string }[]>`
    select status from runs where flow_id = ${flowId} order by accepted_at, id`;
  return rows.map(({ status }) => status);
}
const untilStatuses = (flowId: string, wanted: readonly string[]) =>
  vi.waitFor(async () => expect(await statuses(flowId)).toEqual(wanted), { timeout: 8_000, interval: 25 });

describe('a flow paused with "refuse"', () => {
  it('turns messages away in every process with 503, Retry-After and its code, and takes them after the resume', async () => {
    expect((await send(world.runtime, 'refusing')).status).toBe(202);
    expect(await pause('refusing', 'refuse')).toMatchObject({ ok: true, value: { ingress: 'refuse', by: 'ann' } });
    const refused = await send(world.runtime, 'refusing');
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toMatchObject([
      503,
      '60',
      { code: 'flow-paused', title: 'The flow is paused; try again later' },
    ]);
    await vi.waitFor(async () => expect((await send(other, 'refusing')).status).toBe(503), { timeout: 5_000 });
    const byHand = await world.call(api.startRun, { params: { flowId: 'refusing' }, body: { message: 1 } });
    expect(byHand).toMatchObject({ ok: false, code: 'flow-paused' });
    await resume('refusing');
    expect((await send(world.runtime, 'refusing')).status).toBe(202);
    await vi.waitFor(async () => expect((await send(other, 'refusing')).status).toBe(202), { timeout: 5_000 });
  });

  it('holds what another process took before it heard of the pause', async () => {
    await world.store.sql`insert into flow_pauses (flow_id, ingress, paused_by) values ('gone', 'refuse', 'ann')`;
    expect((await send(other, 'gone')).status).toBe(202);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await statuses('gone')).toEqual(['queued']);
    // Deleting the flow ends the pause: what was accepted goes on.
    expect(await world.call(api.deleteFlow, { params: { flowId: 'gone' } })).toMatchObject({ ok: true });
    await untilStatuses('gone', ['done']);
  });
});

describe('a flow paused with "accept"', () => {
  it('takes messages in every process, begins none, and begins all of them at the resume', async () => {
    await pause('taking', 'accept');
    const sent = await Promise.all([world.runtime, other, other].map((runtime) => send(runtime, 'taking')));
    expect(sent.map(({ status }) => status)).toEqual([202, 202, 202]);
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // longer than a worker's poll
    expect(await statuses('taking')).toEqual(['queued', 'queued', 'queued']);
    expect(await world.call(api.getPause, { params: { flowId: 'taking' } })).toMatchObject({
      ok: true,
      value: { paused: { ingress: 'accept', by: 'ann' }, held: 3 },
    });
    const listed = await world.call(api.listFlows, {});
    const shown = listed.ok ? listed.value.flows.filter(({ paused }) => paused).map(({ id }) => id) : [];
    expect(shown).toEqual(['taking']);
    expect(await resume('taking')).toEqual({ ok: true, value: { released: 3 } });
    await untilStatuses('taking', ['done', 'done', 'done']);
    expect(await world.call(api.getPause, { params: { flowId: 'taking' } })).toEqual({ ok: true, value: { held: 0 } });
  });

  it('strands no message, however accepts and resumes fall together', async () => {
    const rounds = 15;
    for (let round = 0; round < rounds; round += 1) {
      await pause('busy', 'accept');
      const sends = [world.runtime, other, world.runtime, other].map((runtime) => send(runtime, 'busy'));
      await resume('busy');
      expect((await Promise.all(sends)).map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    }
    await untilStatuses(
      'busy',
      Array.from({ length: rounds * 4 }, () => 'done'),
    );
  });

  it('runs a test of the draft all the same', async () => {
    await pause('taking', 'accept');
    const flow = flowOf('taking', [node('in', 'manual'), node('log', 'log', { message: 'draft' })]);
    const tested = await world.call(api.testRun, { params: { flowId: 'taking' }, body: { flow, message: 1 } });
    const runId = tested.ok ? tested.value.runId : '';
    await vi.waitFor(async () => {
      expect(await world.call(api.getRun, { params: { runId } })).toMatchObject({ value: { status: 'done' } });
    });
    await resume('taking');
  });
});

it('a flow nobody knows cannot be paused', async () => {
  expect(await pause('nothing', 'refuse')).toMatchObject({ ok: false, code: 'not-found' });
  expect(await resume('nothing')).toMatchObject({ ok: false, code: 'not-found' });
});

describe('schedules', () => {
  it('fire by themselves, once for each tick over two processes, from the moment of publishing', async () => {
    const ticking = flowOf('ticking', [
      node('at', 'schedule', { cron: '* * * * * *' }),
      node('log', 'log', { message: 'x' }),
    ]);
    await world.publish(ticking);
    const ticks = async () => {
      const rows = await world.store.sql<{ tick: string }[]>`
        select event->'output'->'value'->>'scheduledAt' as tick from run_events
        join runs on runs.id = run_id where seq = 1 and flow_id = 'ticking' order by 1`;
      return rows.map(({ tick }) => Date.parse(tick));
    };
    await vi.waitFor(async () => expect((await ticks()).length).toBeGreaterThanOrEqual(4), { timeout: 10_000 });
    const fired = await ticks();
    expect(fired).toEqual(fired.map((_, index) => (fired[0] ?? 0) + index * 1000));
    const listed = await world.call(api.listSchedules, {});
    const [shown] = listed.ok ? listed.value : [];
    expect(shown).toMatchObject({ flowId: 'ticking', node: 'at', sentence: 'Every second, UTC', paused: false });
    expect(shown?.next).toHaveLength(5);
    expect(Date.parse(shown?.last?.scheduledAt ?? '')).toBeGreaterThanOrEqual(fired[2] ?? Number.NaN);
    await pause('ticking', 'refuse');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const atPause = (await ticks()).length;
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    expect((await ticks()).length).toBe(atPause);
    await world.call(api.deleteFlow, { params: { flowId: 'ticking' } });
  });

  it('with a pattern that is none are refused at publishing, at their field', async () => {
    const flow = flowOf('wrong', [node('at', 'schedule', { cron: '61 * * * *' })]);
    await world.call(api.createFlow, { body: { flow } });
    const body = { flow, basedOn: 0, note: '' };
    expect(await world.call(api.publishFlow, { params: { flowId: 'wrong' }, body })).toMatchObject({
      ok: false,
      code: 'flow-invalid',
      problem: { issues: [{ code: 'schedule-invalid', node: 'at', field: '/cron' }] },
    });
  });

  it('are told in words before they are published', async () => {
    const preview = (cron: string) => world.call(api.previewSchedule, { query: { cron, timeZone: 'Europe/Berlin' } });
    expect(await preview('0 6 * * 1-5')).toMatchObject({
      value: { valid: true, sentence: 'At 06:00 on Monday to Friday, Europe/Berlin', next: { length: 5 } },
    });
    expect(await preview('0 6 * *')).toMatchObject({ value: { valid: false } });
  });
});
