import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFlow } from '../../store/flows.ts';
import { countHeld, pauseFlow, resumeFlow } from '../../store/pauses.ts';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import type { StepResult } from '../steps/index.ts';
import { createHost } from './host.ts';
import { done, scriptedExecutor, testFlow } from './testing.ts';
import type { Host } from './types.ts';

const loaded = testFlow(['hook > a:effect > b:effect']);
const timing = { leaseMs: 600, heartbeatMs: 100, pollMs: 100, drainMs: 200, settleMs: 100 };

let store: TestStore;
let host: Host;
let open: (result: StepResult) => void;
beforeEach(async () => {
  store = await createTestStore();
  await createFlow(store.db, { flow: loaded.flow, hash: 'h' });
  const gate = new Promise<StepResult>((resolve) => {
    open = resolve;
  });
  const executor = scriptedExecutor({ a: () => gate });
  host = await createHost({ store, executor, loadSnapshot: async () => loaded, ...timing, maxInFlight: 1 });
});
afterEach(async () => {
  await host.close();
  await store.drop();
});

async function start(): Promise<string> {
  const trigger = { kind: 'manual', receivedAt: 1, by: 'ann' } as const;
  const message = { flowId: 'orders', version: 1, snapshotId: 'snap', node: 'hook', message: 'm', trigger } as const;
  return (await host.start(message)).runId;
}

async function statusOf(runId: string): Promise<string | undefined> {
  const [row] = await store.sql<{ status: string }[]>`select status from runs where id = ${runId}`;
  return row?.status;
}
const untilDone = (runId: string) =>
  vi.waitFor(async () => expect(await statusOf(runId)).toBe('done'), { timeout: 8_000, interval: 20 });

it('a run under way goes on to its end; one that waits for room, and one that comes, begin after the resume', async () => {
  const underWay = await start();
  const waiting = await start();
  await pauseFlow(store.db, { flowId: 'orders', ingress: 'accept', by: 'ann' });
  const coming = await start();
  open(done('went on'));
  await untilDone(underWay);
  await sleep(400);
  expect([await statusOf(waiting), await statusOf(coming), await countHeld(store.db, 'orders')]).toEqual([
    'queued',
    'queued',
    2,
  ]);
  expect(await resumeFlow(store.db, 'orders')).toBe(2);
  await untilDone(waiting);
  await untilDone(coming);
});

it('pausing twice keeps one pause with the newest choice; resuming what is not paused changes nothing', async () => {
  const first = await pauseFlow(store.db, { flowId: 'orders', ingress: 'accept', by: 'ann' });
  const second = await pauseFlow(store.db, { flowId: 'orders', ingress: 'refuse', by: 'ben' });
  expect(second).toEqual({ ...(first as object), ingress: 'refuse', by: 'ben' });
  expect([await resumeFlow(store.db, 'orders'), await resumeFlow(store.db, 'orders')]).toEqual([0, 0]);
  expect(await pauseFlow(store.db, { flowId: 'nobody', ingress: 'refuse', by: 'ben' })).toBe('absent');
});
