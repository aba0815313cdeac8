import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { sleep, startProcess, until } from '../world.ts';
import { flowOf, node, send } from './hook-flows.ts';
import { startDatabase } from './kit/database.ts';
import { atLeast, type Finding, moreIsBetter } from './kit/finding.ts';
import { type Contender, closedLoop, medianRate, takeTurns } from './kit/load.ts';

const ROUNDS = 6;
const ROUND_MS = 2_000;
const CALLERS = 16;
/** Messages a second to the neighbour, in both cases. */
const NEIGHBOUR_PER_SECOND = 40;
const PARTNER_MS = 5;

/** What one connection gets done while another fails, beside what it gets done while the other is well. */
export async function benchIsolation(): Promise<Finding[]> {
  const database = await startDatabase();
  const [steady, neighbour] = [await startPartner(), await startPartner()];
  const env = {
    DATABASE_URL: database.url,
    LOCKSTEP_DEMO: '0',
    LOCKSTEP_SECRET_KEY: randomBytes(32).toString('base64'),
  };
  const runtime = await startProcess(env);
  try {
    await furnish(runtime.url, { steady: steady.url, neighbour: neighbour.url });
    const ask = (flow: string) => post(`${runtime.url}/hooks/bench/${flow}`);
    const measured = (isFailing: boolean): Contender => ({
      async measure() {
        neighbour.setFailing(isFailing);
        const stop = every(1000 / NEIGHBOUR_PER_SECOND, () => ask('neighbour'));
        // The breaker opens before the measurement, as it would long before anybody looks.
        await sleep(1_000);
        const load = await closedLoop(() => ask('steady'), { inFlight: CALLERS, forMs: ROUND_MS });
        await stop();
        return load;
      },
      async settle() {
        neighbour.setFailing(false);
        await until(async () => ((await waiting(runtime.url)) === 0 ? true : undefined), 60_000, 250);
      },
    });
    const contenders = [measured(true), measured(false)];
    await takeTurns(contenders, 1); // warm
    const [failing, well] = (await takeTurns(contenders, ROUNDS)).map(medianRate);
    const row = moreIsBetter({
      name: 'flows over one connection while another fails',
      unit: 'flows/s',
      ours: failing ?? 0,
      baseline: well ?? 0,
      baselineName: 'the same while the other is well',
    });
    return [
      {
        row,
        meaning: `${CALLERS} callers wait for the answer of a flow that calls one system, while ${NEIGHBOUR_PER_SECOND} messages a second go to another one, which answers 503 or is well.`,
        budget: atLeast(0.95, row),
      },
    ];
  } finally {
    await runtime.stop();
    await Promise.all([steady.close(), neighbour.close(), database.close()]);
  }
}

async function furnish(baseUrl: string, partners: { readonly steady: string; readonly neighbour: string }) {
  const breaker = { ...DEFAULT_BREAKER, consecutiveFailures: 5, openMs: 500, maxOpenMs: 1_000 };
  for (const [id, partner] of Object.entries(partners)) {
    const limits = { breaker, drainPerSecond: 200 };
    await send(baseUrl, 'PUT', `/api/connections/${id}`, {
      name: id,
      system: 'http',
      baseUrl: partner,
      settings: {},
      limits,
    });
    const answers = id === 'steady';
    const params = { path: `bench/${id}`, verify: { scheme: 'none' }, ...(answers && { respond: 'flow' }) };
    const flow = flowOf(`bench-${id}`, [
      node('received', 'webhook', params),
      node('call', 'http-request', { connection: id, method: 'POST', url: '/', body: { sku: 'mug' } }),
      answers
        ? node('answer', 'respond', { status: 200, body: '={ done: true }' })
        : node('log', 'log', { message: 'Done' }),
    ]);
    await send(baseUrl, 'POST', '/api/flows', { flow });
    await send(baseUrl, 'POST', `/api/flows/${flow.id}/versions`, { flow, basedOn: 0, note: 'Benchmark' });
  }
}

/** Runs to the neighbour that have not ended. */
async function waiting(baseUrl: string): Promise<number> {
  let open = 0;
  for (const status of ['queued', 'running', 'waiting']) {
    const answer = await fetch(`${baseUrl}/api/runs?flow=bench-neighbour&status=${status}&limit=1`);
    open += ((await answer.json()) as { readonly runs: readonly unknown[] }).runs.length;
  }
  return open;
}

async function post(url: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
}

/** Does something at a steady pace. The answer stops it and waits for what is under way. */
function every(ms: number, task: () => Promise<void>): () => Promise<void> {
  const underWay: Promise<void>[] = [];
  const timer = setInterval(() => underWay.push(task()), ms);
  return async () => {
    clearInterval(timer);
    await Promise.all(underWay);
  };
}

async function startPartner() {
  let isFailing = false;
  const server = createServer((request, response) => {
    request.resume();
    setTimeout(() => {
      response.writeHead(isFailing ? 503 : 200, { 'content-type': 'application/json' }).end('{}');
    }, PARTNER_MS);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    setFailing(failing: boolean) {
      isFailing = failing;
    },
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
