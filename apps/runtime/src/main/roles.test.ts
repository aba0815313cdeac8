import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime({ role: 'ingress' });
  await world.publish(
    flowOf('echo', [
      node('in', 'webhook', { path: 'echo', verify: { scheme: 'none' }, respond: 'flow', deadlineMs: 10_000 }),
      node('out', 'respond', { status: 201, body: '=input' }),
    ]),
  );
});
afterAll(() => world.stop());

const ask = async (url: string, init?: RequestInit) => {
  const response = await fetch(url, init);
  return { status: response.status, body: (await response.json()) as { readonly [key: string]: unknown } };
};
const post = (url: string) =>
  ask(url, { method: 'POST', body: '{"n":1}', headers: { 'content-type': 'application/json' } });

it('an ingress takes messages that a worker carries out; the caller hears of it', async () => {
  const { url, host } = world.runtime;
  expect(await ask(`${url}/readyz`)).toEqual({ status: 200, body: { status: 'ready', role: 'ingress' } });
  const asked = post(`${url}/hooks/echo`);
  await vi.waitFor(async () => expect(await world.store.sql`select from runs`).toHaveLength(1));
  expect([host.working(), host.inFlight()]).toEqual([false, 0]);
  const worker = await world.another({ role: 'worker' });
  expect(await asked).toEqual({ status: 201, body: { n: 1 } });
  expect(await post(`${url}/hooks/echo`)).toEqual({ status: 201, body: { n: 1 } });
  expect(await ask(`${worker.url}/readyz`)).toEqual({ status: 200, body: { status: 'ready', role: 'worker' } });
  expect(await ask(`${worker.url}/hooks/echo`)).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining('role worker') },
  });
});

it('a scheduler serves no hooks, works on nothing, and says whether it looks at schedules', async () => {
  const scheduler = await world.another({ role: 'scheduler' });
  expect(await ask(`${scheduler.url}/readyz`)).toEqual({ status: 200, body: { status: 'ready', role: 'scheduler' } });
  expect([scheduler.host.working(), (await ask(`${scheduler.url}/api/flows`)).status]).toEqual([false, 404]);
  await scheduler.close();
});

it('a worker that closes is not ready any more, and an ingress stays so', async () => {
  const worker = await world.another({ role: 'worker' });
  await worker.close();
  expect(worker.host.working()).toBe(false);
  expect((await ask(`${world.runtime.url}/readyz`)).status).toBe(200);
});
