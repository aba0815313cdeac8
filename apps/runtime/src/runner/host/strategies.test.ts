import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EffectStrategy } from '@lockstep/schema/graph';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { effectKey, type StepJob, type StepResult } from '../steps/index.ts';
import { postgresWorld } from './conformance/postgres-world.ts';
import { type HostWorld, message, processOf, untilStatus } from './conformance/world.ts';
import { busy, done } from './testing.ts';

/**
 * The five strategies against a partner over HTTP, in every way a step comes to it a second time. The partner keeps orders: by
 * key it knows a repetition, by name an order is written over, a POST without either makes a new one.
 */
const partner = { orders: [] as { key: string; name: string }[], reads: 0, writes: 0, loseAnswers: 0 };
let server: Server;
let url: string;
let world: HostWorld;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://partner');
    const key = `${request.headers['idempotency-key'] ?? ''}`;
    const name = searchParams.get('name') ?? '';
    const { orders } = partner;
    if (request.method === 'GET') {
      partner.reads += 1;
      const found = orders.some((order) => order.name === name);
      return response.writeHead(pathname === '/look' && !found ? 404 : 200).end();
    }
    partner.writes += 1;
    const isKnown =
      pathname === '/key' ? orders.some((one) => one.key === key) : request.method === 'PUT' && orders.length > 0;
    if (!isKnown) orders.push({ key, name });
    if (partner.loseAnswers > 0) {
      partner.loseAnswers -= 1;
      return request.socket.destroy();
    }
    return response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  Object.assign(partner, { orders: [], reads: 0, writes: 0, loseAnswers: 0 });
  world = await postgresWorld();
});
afterEach(() => world.close());
afterAll(() => void server.close());

/** What a connector of each strategy does. */
async function send(strategy: EffectStrategy, job: StepJob): Promise<StepResult> {
  const key = effectKey(job.run, job);
  const name = key.split(':')[0] ?? '';
  const ask = (method: string, path: string) =>
    fetch(`${url}${path}?name=${name}`, { method, headers: { 'idempotency-key': key } });
  try {
    switch (strategy) {
      case 'safe':
        await ask('GET', '/');
        break;
      case 'look-up':
        if (job.outcomeUnknown && (await ask('GET', '/look')).status === 200) break;
        await ask('POST', '/');
        break;
      case 'upsert':
        await ask('PUT', '/');
        break;
      default:
        await ask('POST', strategy === 'key' ? '/key' : '/');
    }
    return done('taken');
  } catch {
    return busy({ code: 'connection-lost', outcomeUnknown: strategy !== 'safe' });
  }
}

const retry = { maxAttempts: 3, baseMs: 10, capMs: 100, jitter: 0 };
const process = (strategy: EffectStrategy, more: { readonly last?: () => StepResult; readonly once?: true } = {}) =>
  processOf(world, {
    lines: ['hook > send:effect > last:pure'],
    policies: { send: { strategy, retry: more.once ? { ...retry, maxAttempts: 1 } : retry } },
    script: { send: (job) => send(strategy, job), ...(more.last && { last: more.last }) },
  });
const refuse = () => busy({ kind: 'refused', category: 'business', code: 'no', message: 'No.' });

type Way = 'retry' | 'takeover' | 'replay of what was done' | 'replay of what nobody knows' | 'replay, asked to repeat';

/** `orders` that the partner has in the end, and how the last run ended. */
const TABLE: readonly (readonly [EffectStrategy, Way, number, 'done' | 'exception', number])[] = [
  // strategy, way, orders, end, requests in all
  ['key', 'retry', 1, 'done', 2],
  ['upsert', 'retry', 1, 'done', 2],
  ['look-up', 'retry', 1, 'done', 2],
  ['once', 'retry', 1, 'exception', 1],
  ['safe', 'retry', 0, 'done', 1],
  ['key', 'takeover', 1, 'done', 2],
  ['upsert', 'takeover', 1, 'done', 2],
  ['look-up', 'takeover', 1, 'done', 2],
  ['once', 'takeover', 1, 'exception', 1],
  ['safe', 'takeover', 0, 'done', 2],
  ['key', 'replay of what was done', 1, 'done', 1],
  ['upsert', 'replay of what was done', 1, 'done', 1],
  ['look-up', 'replay of what was done', 1, 'done', 1],
  ['once', 'replay of what was done', 1, 'done', 1],
  ['safe', 'replay of what was done', 0, 'done', 2],
  ['key', 'replay of what nobody knows', 1, 'done', 2],
  ['upsert', 'replay of what nobody knows', 1, 'done', 2],
  ['look-up', 'replay of what nobody knows', 1, 'done', 2],
  ['once', 'replay of what nobody knows', 1, 'exception', 1],
  ['key', 'replay, asked to repeat', 2, 'done', 2],
  ['upsert', 'replay, asked to repeat', 1, 'done', 2],
  ['look-up', 'replay, asked to repeat', 2, 'done', 2],
  ['once', 'replay, asked to repeat', 2, 'done', 2],
];

it.each(TABLE)('%s, %s: %i orders, %s', async (strategy, way, orders, end, requests) => {
  const runId = await WAYS[way](strategy, end);
  await untilStatus(world, runId, end);
  expect({ orders: partner.orders.length, requests: partner.reads + partner.writes }).toEqual({ orders, requests });
});

const WAYS: Readonly<Record<Way, (strategy: EffectStrategy, end: 'done' | 'exception') => Promise<string>>> = {
  async retry(strategy) {
    partner.loseAnswers = 1;
    const { host } = await process(strategy);
    return (await host.start(message())).runId;
  },
  async takeover(strategy) {
    const asked = Promise.withResolvers<void>();
    const dying = await processOf(world, {
      lines: ['hook > send:effect > last:pure'],
      policies: { send: { strategy, retry } },
      script: {
        // The partner has done it; the process dies before it can write that down.
        send: async (job) => {
          await send(strategy, job);
          asked.resolve();
          return new Promise(() => undefined);
        },
      },
    });
    const { runId } = await dying.host.start(message());
    await asked.promise;
    await dying.kill();
    await process(strategy);
    return runId;
  },
  'replay of what was done': (strategy) => replayed(strategy, {}),
  async 'replay of what nobody knows'(strategy) {
    partner.loseAnswers = 1;
    const { host } = await process(strategy, { once: true });
    const { runId } = await host.start(message());
    await untilStatus(world, runId, 'exception');
    return begun(await host.replay({ runId, by: 'ann' }));
  },
  'replay, asked to repeat': (strategy) => replayed(strategy, { repeat: ['send'] }),
};

async function replayed(strategy: EffectStrategy, how: { readonly repeat?: readonly string[] }): Promise<string> {
  let isBroken = true;
  const { host } = await process(strategy, { last: () => (isBroken ? refuse() : done('last')) });
  const { runId } = await host.start(message());
  await untilStatus(world, runId, 'exception');
  isBroken = false;
  return begun(await host.replay({ runId, by: 'ann', ...how }));
}

function begun(answer: { readonly runId: string } | string): string {
  if (typeof answer === 'string') throw new Error(answer);
  return answer.runId;
}
