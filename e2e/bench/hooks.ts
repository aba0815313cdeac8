import { createHmac, randomBytes } from 'node:crypto';
import { startProcess } from '../world.ts';
import { acceptFlow, answerFlow, publishHookFlows, SECRET } from './hook-flows.ts';
import { startChild } from './kit/child.ts';
import { type BenchDatabase, startDatabase } from './kit/database.ts';
import { percentile } from './kit/figures.ts';
import { below, type Finding, moreIsBetter } from './kit/finding.ts';
import { allLatencies, type Contender, type Load, medianRate, takeTurns } from './kit/load.ts';
import { MESSAGE } from './kit/work.ts';
import type { HookLoad } from './processes/hook-client.ts';

const ROUNDS = 8;
const ROUND_MS = 800;
const CLIENTS = 64;
const CALLERS = 8;

/** Messages over HTTP into a runtime as a user starts it, from a client process with kept connections. */
export async function benchHooks(): Promise<Finding[]> {
  const database = await startDatabase();
  try {
    return await measure(database);
  } finally {
    await database.close();
  }
}

async function measure(database: BenchDatabase): Promise<Finding[]> {
  const secretKey = randomBytes(32).toString('base64');
  const env = { DATABASE_URL: database.url, LOCKSTEP_DEMO: '0', LOCKSTEP_SECRET_KEY: secretKey };
  const [runtime, bare, client] = await Promise.all([
    startProcess(env),
    startChild<object, { readonly port: number }>('bare-server', [await database.another('bare'), SECRET]),
    startChild<HookLoad, Load>('hook-client'),
  ]);
  try {
    await publishHookFlows(runtime.url);
    const { port } = await bare.ask({});
    const signed = signedMessage();
    const ours: HookLoad = { ...signed, url: `${runtime.url}/hooks/${pathOf(acceptFlow)}` };
    const answer: HookLoad = {
      ...signed,
      url: `${runtime.url}/hooks/${pathOf(answerFlow)}`,
      status: 200,
      clients: CALLERS,
    };
    const contenders: readonly Contender[] = [
      { measure: () => client.ask(ours) },
      { measure: () => client.ask({ ...ours, url: `http://127.0.0.1:${port}/` }) },
      { measure: () => client.ask(answer) },
    ];
    await takeTurns(contenders, 1); // warm
    const [accepts, least, answers] = await takeTurns(contenders, ROUNDS);
    return [...acceptRows(accepts, least), ...answerRows(answers)];
  } finally {
    await Promise.all([client.close(), bare.close(), runtime.stop()]);
  }
}

function acceptRows(ours: readonly Load[] | undefined, least: readonly Load[] | undefined): Finding[] {
  const name = `POST /hooks, ${CLIENTS} clients`;
  const latencies = allLatencies(ours);
  const rates = { ours: medianRate(ours), baseline: medianRate(least) };
  return [
    {
      row: moreIsBetter({ name, unit: 'messages/s', ...rates, baselineName: 'bare node:http, batched insert by hand' }),
      meaning:
        'Signed 2 KB orders over kept connections into a runtime process: signature, strict JSON, delivery id, accept, and the run to its end. The bare server checks the signature and stores; it runs nothing and shows nothing.',
    },
    below(50, {
      name: `${name}, p99`,
      unit: 'ms',
      ours: percentile(latencies, 0.99),
      meaning: `How long a sender waits for its 202; p50 ${percentile(latencies, 0.5).toFixed(1)} ms. The bare server in the same rounds: p99 ${percentile(allLatencies(least), 0.99).toFixed(1)} ms.`,
    }),
  ];
}

function answerRows(answers: readonly Load[] | undefined): Finding[] {
  const latencies = allLatencies(answers);
  const figures = `p50 ${percentile(latencies, 0.5).toFixed(1)} ms, ${Math.round(medianRate(answers))} answers/s`;
  return [
    below(300, {
      name: `sync answer of a 5-node flow, ${CALLERS} callers, p95`,
      unit: 'ms',
      ours: percentile(latencies, 0.95),
      meaning: `A caller waits for a flow that computes expressions, maps by script, routes and answers; ${figures}.`,
    }),
  ];
}

function signedMessage(): Omit<HookLoad, 'url'> {
  const body = JSON.stringify(MESSAGE);
  const signature = createHmac('sha256', SECRET).update(body).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'x-shopify-topic': 'orders/create',
    'x-shopify-hmac-sha256': signature,
  };
  return { body, headers, deliveryHeader: 'x-shopify-webhook-id', status: 202, clients: CLIENTS, forMs: ROUND_MS };
}

function pathOf({ nodes }: typeof acceptFlow): string {
  return String(nodes[0]?.params.path);
}
