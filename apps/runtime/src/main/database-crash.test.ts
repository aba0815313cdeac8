import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, createFlow, publishFlow } from '@lockstep/schema/api';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readConfig } from '../config/config.ts';
import { type Runtime, startRuntime } from '../main.ts';
import { isPostmasterAlive, readPostmaster } from '../store/embedded/postmaster.ts';
import { scratchRoot } from '../store/testing.ts';
import { createLogger } from '../telemetry/index.ts';
import { flowOf, node } from './testing.ts';

let dataDir: string;
let erp: Server;
let received: string[];
let runtimes: Runtime[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(scratchRoot(), 'lockstep-crash-'));
  received = [];
  // Slow, so that effects are under way when the database dies.
  erp = createServer(async (request, response) => {
    received.push(String(request.headers['idempotency-key']));
    request.resume();
    await sleep(150);
    response.end('{}');
  });
  await new Promise<void>((resolve) => erp.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await Promise.all(runtimes.map((runtime) => runtime.close()));
  runtimes = [];
  erp.closeAllConnections();
  await new Promise((resolve) => erp.close(resolve));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<Runtime> {
  const settings = readConfig({ LOCKSTEP_PORT: '0', LOCKSTEP_DATA_DIR: dataDir, LOCKSTEP_DEMO: '0' });
  if (!settings.ok) throw new Error('The defaults are not valid.');
  const config = { ...settings.config, sandboxChildren: 1, drainMs: 3_000 };
  const runtime = await startRuntime(config, createLogger({ level: 'silent' }));
  runtimes.push(runtime);
  return runtime;
}

it('goes on by itself when PostgreSQL is killed under two runtimes: 503 meanwhile, nothing accepted is lost', async () => {
  const [one, two] = [await start(), await start()];
  const call = createClient({ baseUrl: one.url, fetch });
  const { port } = erp.address() as AddressInfo;
  const params = { path: 'in', auth: { scheme: 'none' }, dedupe: 'X-Id' };
  const post = { method: 'POST', url: `http://127.0.0.1:${port}/`, body: '=input' };
  const keyed = { strategy: 'key' } as const;
  const effect = (id: string) => node(id, 'http-request', post, keyed);
  const steps = [node('hook', 'webhook', params), effect('a'), effect('b')];
  const flow = flowOf('crash', steps);
  expect(await call(createFlow, { body: { flow } })).toMatchObject({ ok: true });
  const published = await call(publishFlow, {
    params: { flowId: 'crash' },
    body: { flow, basedOn: 0, note: '' },
  });
  expect(published).toEqual(expect.objectContaining({ ok: true }));

  const accepted = new Set<string>();
  const refused: { readonly status: number; readonly retryAfter: string | null }[] = [];
  const readiness = new Set<number>();
  async function send(url: string, id: string): Promise<void> {
    const response = await fetch(`${url}/hooks/in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-id': id },
      body: JSON.stringify({ id }),
    });
    if (response.status === 202) accepted.add(((await response.json()) as { readonly runId: string }).runId);
    else refused.push({ status: response.status, retryAfter: response.headers.get('retry-after') });
  }

  const pgData = join(dataDir, 'postgres');
  const before = await readPostmaster(pgData);
  await vi.waitFor(() => send(two.url, 'warm').then(() => expect(accepted.size).toBe(1)), 15_000);
  const sending = Promise.all(
    Array.from({ length: 60 }, async (_, nr) => {
      await sleep(nr * 25);
      readiness.add((await fetch(`${one.url}/readyz`)).status);
      await send(nr % 2 ? one.url : two.url, `m-${nr}`);
    }),
  );
  await sleep(300);
  // Somebody holds the start for a while: alone, a restart takes a third of a second, too short to be looked at.
  const lock = join(dataDir, 'starting.lock');
  await writeFile(lock, String(process.pid));
  process.kill(before?.pid ?? 0, 'SIGKILL');
  await sleep(1_000);
  await rm(lock);
  await sending;

  const ready = async (url: string) => expect((await fetch(`${url}/readyz`)).status).toBe(200);
  await vi.waitFor(() => Promise.all([ready(one.url), ready(two.url)]), { timeout: 20_000, interval: 50 });
  const after = await readPostmaster(pgData);
  expect([after?.port, after?.pid === before?.pid]).toEqual([before?.port, false]);
  expect([...readiness].sort()).toEqual([200, 503]);
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused.map(({ status, retryAfter }) => `${status} ${retryAfter}`))).toEqual(new Set(['503 2']));

  // What was refused is sent again; what was accepted is done, each with one key a step.
  await Promise.all(Array.from({ length: 60 }, (_, nr) => send(nr % 2 ? two.url : one.url, `m-${nr}`)));
  await vi.waitFor(
    async () => {
      const rows = await one.store.sql<{ id: string; status: string }[]>`select id, status from runs`;
      expect(rows.filter(({ id, status }) => accepted.has(id) && status !== 'done')).toEqual([]);
      expect(rows).toHaveLength(61);
    },
    { timeout: 30_000, interval: 100 },
  );
  expect(accepted.size).toBe(61);
  expect(new Set(received).size).toBe(122);

  await Promise.all(runtimes.map((runtime) => runtime.close()));
  expect(await isPostmasterAlive(pgData, after?.pid ?? 0)).toBe(false);
}, 90_000);
