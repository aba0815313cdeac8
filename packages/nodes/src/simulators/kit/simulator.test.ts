import { afterEach, expect, it } from 'vitest';
import { json, problem } from './exchange.ts';
import { CommonFaults, createFaultPanel } from './faults.ts';
import { createSimulator, type Simulator } from './simulator.ts';

let running: Simulator[] = [];
afterEach(async () => {
  await Promise.all(running.map((simulator) => simulator.close()));
  running = [];
});

/** A system that counts: every POST adds one. */
async function counter(seed = 'kit') {
  const done: number[] = [];
  const simulator = await createSimulator({
    system: 'counter',
    seed,
    faults: createFaultPanel(CommonFaults),
    handle: ({ method }) => {
      if (method === 'POST') done.push(done.length + 1);
      return json(method === 'POST' ? 201 : 200, { count: done.length });
    },
    state: () => ({ done, name: 'counter' }),
    refuse: (status) => problem(status, 'Refused', 'as told'),
  });
  running.push(simulator);
  return { ...simulator, done };
}

const put = (url: string, body: unknown) => fetch(url, { method: 'PUT', body: JSON.stringify(body) });
const post = (url: string) => fetch(url, { method: 'POST' });

it('serves on a free port of the loopback and shows its state', async () => {
  const { baseUrl, stateUrl } = await counter();
  expect(baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await post(baseUrl)).status).toBe(201);
  expect(await (await fetch(stateUrl)).json()).toEqual({
    done: [1],
    name: 'counter',
    stats: { requests: 1, refused: 0, dropped: 0 },
  });
});

it('answers the told status before any work, and heals on an empty set of faults', async () => {
  const { baseUrl, faultsUrl, done } = await counter();
  expect(await (await put(faultsUrl, { status: 429, retryAfter: 1.5 })).json()).toEqual({
    status: 429,
    retryAfter: 1.5,
  });
  const refused = await post(baseUrl);
  expect([refused.status, refused.headers.get('retry-after'), done.length]).toEqual([429, '1.5', 0]);
  expect(await (await fetch(faultsUrl)).json()).toEqual({ status: 429, retryAfter: 1.5 });
  await put(faultsUrl, {});
  expect([(await post(baseUrl)).status, done.length]).toEqual([201, 1]);
});

it('is well again after so many refusals, and counts anew when it is told again', async () => {
  const { baseUrl, faultsUrl } = await counter();
  const answers = async (count: number) => {
    const found: number[] = [];
    for (let nr = 0; nr < count; nr += 1) found.push((await fetch(`${baseUrl}/things`)).status);
    return found;
  };
  await put(faultsUrl, { status: 503, times: 2 });
  expect(await answers(3)).toEqual([503, 503, 200]);
  await put(faultsUrl, { status: 500, times: 1 });
  expect(await answers(2)).toEqual([500, 200]);
});

it('takes a rate alone for an outage with 503, and a wait alone for 429', async () => {
  const { baseUrl, faultsUrl } = await counter();
  await put(faultsUrl, { rate: 1 });
  expect((await fetch(baseUrl)).status).toBe(503);
  await put(faultsUrl, { retryAfter: 3 });
  expect((await fetch(baseUrl)).status).toBe(429);
});

it('refuses about the told share of requests, and the same ones for the same seed', async () => {
  const statuses = async (seed: string) => {
    const { baseUrl, faultsUrl } = await counter(seed);
    await put(faultsUrl, { status: 500, rate: 0.3 });
    const seen: number[] = [];
    for (let i = 0; i < 100; i++) seen.push((await fetch(baseUrl)).status);
    return seen;
  };
  const first = await statuses('a');
  const refused = first.filter((status) => status === 500).length;
  expect(refused).toBeGreaterThan(15);
  expect(refused).toBeLessThan(45);
  expect(await statuses('a')).toEqual(first);
  expect(await statuses('b')).not.toEqual(first);
});

it('does the work and loses the answer when told to commit then drop, for writes only', async () => {
  const { baseUrl, faultsUrl, stateUrl, done } = await counter();
  await put(faultsUrl, { commitThenDrop: 1 });
  await expect(post(baseUrl)).rejects.toThrow('fetch failed');
  expect(done).toEqual([1]);
  expect((await fetch(baseUrl)).status).toBe(200);
  expect(await (await fetch(stateUrl)).json()).toMatchObject({ stats: { requests: 2, dropped: 1 } });
});

it('holds every answer back by the told latency, except its own switches', async () => {
  const { baseUrl, faultsUrl } = await counter();
  await put(faultsUrl, { latencyMs: 120 });
  const from = performance.now();
  await fetch(faultsUrl);
  const switches = performance.now() - from;
  await fetch(baseUrl);
  expect(switches).toBeLessThan(100);
  expect(performance.now() - from - switches).toBeGreaterThanOrEqual(118);
});

it.each([
  [{ rate: 2 }, 'rate'],
  [{ latencyMs: 'slow' }, 'latencyMs'],
  [{ status: 200 }, 'status'],
  [{ colour: 'red' }, 'colour'],
  [[], 'body'],
])('refuses faults %j with a problem that names the field, and keeps the old ones', async (faults, field) => {
  const { faultsUrl } = await counter();
  await put(faultsUrl, { latencyMs: 1 });
  const answer = await put(faultsUrl, faults);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ status: 400, field });
  expect(await (await fetch(faultsUrl)).json()).toEqual({ latencyMs: 1 });
});

it('closes while a request is held back', async () => {
  const { baseUrl, faultsUrl, close } = await counter();
  await put(faultsUrl, { latencyMs: 60_000 });
  const held = fetch(baseUrl).then(
    () => 'answered',
    () => 'cut',
  );
  await new Promise((resolve) => setTimeout(resolve, 30));
  await close();
  expect(await held).toBe('cut');
});

it.each([
  ['htmlPage', 1, (text: string) => text.startsWith('<!doctype html>')],
  ['truncate', 1, (text: string) => text === '{"cou'],
  ['padBytes', 100_000, (text: string) => text.length === 100_011 && JSON.parse(text).count === 1],
])('spoils an answer after the work was done: %s', async (fault, value, fits) => {
  const { baseUrl, faultsUrl, done } = await counter();
  await put(faultsUrl, { [fault]: value });
  const answer = await post(baseUrl);
  expect([fits(await answer.text()), done.length]).toEqual([true, 1]);
});

it('resets the connection in the middle of a body, and trickles one in', async () => {
  const { baseUrl, faultsUrl, done } = await counter();
  await put(faultsUrl, { cutBody: 1 });
  await expect(post(baseUrl).then((answer) => answer.text())).rejects.toThrow();
  expect(done).toEqual([1]);
  await put(faultsUrl, { slowBodyMs: 100 });
  const from = performance.now();
  expect(await (await fetch(baseUrl)).json()).toEqual({ count: 1 });
  expect(performance.now() - from).toBeGreaterThan(45);
});

it('holds one answer in a hundred back for long', async () => {
  const { baseUrl, faultsUrl } = await counter();
  await put(faultsUrl, { latencyP99Ms: 300 });
  const took: number[] = [];
  for (let i = 0; i < 300; i++) {
    const from = performance.now();
    await fetch(baseUrl);
    took.push(performance.now() - from);
  }
  const slow = took.filter((ms) => ms >= 298).length;
  expect(slow).toBeGreaterThan(0);
  expect(slow).toBeLessThan(12);
});

it('tells its switches as a form can offer them', async () => {
  const { switches } = await counter();
  expect(switches.find(({ name }) => name === 'truncate')).toEqual({
    name: 'truncate',
    label: 'Body cut short',
    description: 'Share of answers whose body ends in the middle, whole as far as HTTP can tell.',
    kind: 'share',
    min: 0,
    max: 1,
  });
  expect(switches.map(({ name }) => name)).not.toContain('retryAfter');
});
