import { existsSync, readFileSync } from 'node:fs';
import { getRun, listRuns, putConnection } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../telemetry/index.ts';
import { corpusFlows } from './corpus-flows.testing.ts';
import { type Oracle, openOracle, type Scripted } from './corpus-oracle.testing.ts';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

/** Abuse cases kept outside the repository, run through a whole runtime; skipped where the folder is absent. */
const corpus = new URL('../../../../../shared/corpus/', import.meta.url);
const isThere = existsSync(corpus);

interface Case {
  readonly id: string;
  readonly class: string;
  readonly kind: string;
  readonly title: string;
  // biome-ignore lint/suspicious/noExplicitAny: each class of the corpus has a shape of its own
  readonly payload: any;
}
const read = (area: string): readonly Case[] =>
  isThere ? JSON.parse(readFileSync(new URL(`${area}.json`, corpus), 'utf8')) : [];
const of = (area: string, ...classes: readonly string[]) =>
  read(area)
    .filter((each) => classes.includes(each.class))
    .map((each) => [each.id, each.title, each] as const);

const CANARY = 'c4n4ry-hunter2-of-the-corpus';
const logged: string[] = [];
let world: TestRuntime;
let oracle: Oracle;

beforeAll(async () => {
  if (!isThere) return;
  const destination = { write: (line: string) => void logged.push(line) };
  [world, oracle] = await Promise.all([
    startTestRuntime({}, createLogger({ level: 'debug', destination })),
    openOracle(),
  ]);
  const secrets = { token: CANARY };
  const body = { name: 'Guarded', system: 'http', baseUrl: oracle.url, settings: {}, secrets };
  await world.call(putConnection, { params: { id: 'guarded' }, body });
  for (const flow of corpusFlows) await world.publish(flow);
});
afterAll(() => Promise.all([world?.stop(), oracle?.close()]));

const isHealthy = async () => expect((await fetch(`${world.runtime.url}/readyz`)).status).toBe(200);
const isClean = () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: unknown; isAdmin?: unknown }).polluted).toBeUndefined();
};

function post(path: string, body: string, type = 'application/json'): Promise<Response> {
  return fetch(`${world.runtime.url}${path}`, { method: 'POST', body, headers: { 'content-type': type } });
}

describe.skipIf(!isThere)(
  'corpus: data that would pollute prototypes (skipped where ../shared/corpus is absent)',
  () => {
    it.each(of('DATA', 'prototype-pollution-by-data'))('%s %s', async (_, __, { payload }) => {
      const { flow, body = '{}', query } = payload as { flow: string; body?: string; query?: string };
      const answer = await post(`/hooks/${flow}${query === undefined ? '' : `?${query}`}`, body);
      expect([200, 202, 400, 422]).toContain(answer.status);
      const text = await answer.text();
      if (flow === 'echo' && answer.status === 200) expect(JSON.parse(text).body).toEqual(JSON.parse(body));
      isClean();
      await isHealthy();
    });
  },
);

describe.skipIf(!isThere)('corpus: answers of hostile systems', () => {
  it.each(of('EGRESS', 'hostile-response', 'header-injection'))('%s %s', async (_, __, each) => {
    const { response, node: request } = each.payload as { response?: Scripted; node?: { headers: object } };
    oracle.answer(response ?? {});
    const before = oracle.requests.length;
    const { run, dueInMs } = await runCall('call', { url: oracle.url, headers: request?.headers ?? {} });
    const step = run.steps.find(({ node: id }) => id === 'call');
    // A page where data was hoped for is what the system answered: the flow's business. All else is a failure with a kind.
    if (step?.status !== 'succeeded') {
      expect(['transient', 'refused', 'item', 'unknown']).toContain(step?.attempts.at(-1)?.failure?.kind);
    }
    if (run.status === 'waiting') expect(dueInMs).toBeLessThanOrEqual(3_600_000);
    const seen = oracle.requests.slice(before);
    expect(seen.length).toBeLessThanOrEqual(1);
    for (const headers of seen) {
      expect(headers).not.toHaveProperty('x-admin');
      expect(headers.host).toBe(new URL(oracle.url).host);
    }
    expect(process.memoryUsage().rss).toBeLessThan(1_500_000_000);
    await isHealthy();
  });
});

describe.skipIf(!isThere)('corpus: flows nobody should publish', () => {
  it.each(of('FLOW', 'malformed-graph', 'property-lookup-confusion'))('%s %s', async (id, _, { payload }) => {
    const flowId = id.toLowerCase();
    const document = payload.raw ? rawFlow(flowId, payload.raw) : JSON.stringify(flowFrom(flowId, payload.flow));
    const created = await post('/api/flows', `{"flow":${document}}`);
    const published = await post(`/api/flows/${flowId}/versions`, `{"flow":${document},"basedOn":0,"note":""}`);
    expect(created.status).toBeLessThan(500);
    const isPlainName = payload.flow?.nodes?.[0]?.cases !== undefined;
    expect(isPlainName ? [201] : [400, 404, 413, 422]).toContain(published.status);
    const versions = await fetch(`${world.runtime.url}/api/flows/${flowId}/versions`);
    if (versions.status === 200)
      expect(((await versions.json()) as { versions: readonly unknown[] }).versions).toHaveLength(isPlainName ? 1 : 0);
    isClean();
    await isHealthy();
  });

  it.each(of('FLOW', 'archive-and-path'))('%s %s: archives are no flows', async (_, __, { payload }) => {
    const answer = await post('/api/flows', JSON.stringify(payload), 'application/zip');
    expect([400, 415, 422]).toContain(answer.status);
    await isHealthy();
  });
});

describe.skipIf(!isThere)('corpus: searches that would be statements', () => {
  it.each(of('INJ', 'sql-run-search'))('%s %s', async (_, __, { payload }) => {
    const { get, gets = [get] } = payload as { get: string; gets?: readonly string[] };
    for (const address of gets) {
      for (const named of [address, address.replace('q=', 'search=')]) {
        const answer = await fetch(world.runtime.url + named);
        expect([200, 400, 422]).toContain(answer.status);
      }
    }
    expect((await world.call(listRuns, { query: {} })).ok).toBe(true);
  });
});

describe.skipIf(!isThere)('corpus: lines and headers', () => {
  it.each(of('INJ', 'log-and-header'))('%s %s', async (_, __, { payload }) => {
    const headers = { 'content-type': 'application/json', 'user-agent': 'x', ...payload.headers };
    const from = logged.length;
    const answer = await fetch(`${world.runtime.url}/hooks/echo`, {
      method: 'POST',
      body: payload.body ?? '{',
      headers,
    });
    expect([200, 400]).toContain(answer.status);
    for (const line of logged.slice(from)) {
      expect(line.trimEnd()).toMatch(/^\P{Cc}*$/u);
      expect(() => JSON.parse(line)).not.toThrow();
    }
  });
});

describe.skipIf(!isThere)('corpus: expressions', () => {
  const expressions = of('INJ', 'expressions-jsonpath-cron-template').filter(([, , { payload }]) => payload.expr);
  it.each(expressions)('%s %s', async (id, _, { payload }) => {
    const text = (payload.expr as string).replace(/^\{\{ ?/, '').replace(/ ?\}\}$/, '');
    const flow = flowOf(id.toLowerCase(), [
      node('in', 'webhook', { path: id.toLowerCase(), respond: 'flow', deadlineMs: 10_000 }),
      node('answer', 'respond', { body: `=typeof (${text})` }),
    ]);
    const isPublished = await world.publish(flow).then(
      () => true,
      () => false,
    );
    if (!isPublished) return;
    const answer = await post(`/hooks/${flow.id}`, '{}');
    const kind = answer.status === 200 ? await answer.text() : 'failed';
    expect(['failed', 'undefined', 'null']).toContain(kind);
    await isHealthy();
  });

  it.each(of('INJ', 'expressions-jsonpath-cron-template').filter(([, , { payload }]) => payload.crons))(
    '%s %s',
    async (id, _, { payload }) => {
      for (const [index, cron] of (payload.crons as readonly string[]).entries()) {
        const flow = flowOf(`${id.toLowerCase()}-${index}`, [
          node('in', 'schedule', { cron }),
          node('log', 'log', { message: 'x' }),
        ]);
        await expect(world.publish(flow)).rejects.toThrow(/flow-invalid/);
      }
    },
  );
});

describe.skipIf(!isThere)('corpus: secrets', () => {
  it.each(of('SEC', 'secret-leak').filter(([, , { payload }]) => payload.response?.echoHeaders))(
    '%s %s',
    async (_, __, { payload }) => {
      oracle.answer(payload.response);
      const { run, text } = await runCall('call-with-secret', { url: '/echo' });
      expect(oracle.requests.at(-1)?.authorization).toBe(`Bearer ${CANARY}`);
      expect(['done', 'exception']).toContain(run.status);
      expect(text).not.toContain(CANARY);
      await isNowhere(CANARY);
    },
  );

  it.each(of('SEC', 'secret-leak').filter(([, , { payload }]) => payload.script))(
    '%s %s',
    async (id, _, { payload }) => {
      const flowId = id.toLowerCase();
      await world.publish(
        flowOf(flowId, [
          node('in', 'webhook', { path: flowId, respond: 'flow', deadlineMs: 10_000 }),
          node('map', 'map', { script: payload.script }),
          node('answer', 'respond', { body: '=input' }),
        ]),
      );
      expect(await (await post(`/hooks/${flowId}`, '{}')).json()).toEqual([null, null, null, 'undefined']);
    },
  );

  it.each(of('SEC', 'secret-leak').filter(([, , { payload }]) => /export|wrong schema/.test(payload.action ?? '')))(
    '%s %s',
    async () => {
      const wrong = { name: 'Wrong', system: 'nobody', baseUrl: 'x', settings: {}, secrets: { token: CANARY } };
      const refused = await world.call(putConnection, { params: { id: 'wrong' }, body: wrong as never });
      expect(refused.ok).toBe(false);
      expect(JSON.stringify(refused)).not.toContain(CANARY);
      for (const path of [
        '/api/connections',
        '/api/flows',
        '/api/flows/call-with-secret/draft',
        '/metrics',
        '/openapi.json',
      ]) {
        const answer = await fetch(world.runtime.url + path);
        expect([path, answer.status, (await answer.text()).includes(CANARY)]).toEqual([path, 200, false]);
      }
      await isNowhere(CANARY);
    },
  );
});

/** Sends a message through a flow that calls, until its run has ended or waits. */
async function runCall(path: string, message: object) {
  const { runId } = (await (await post(`/hooks/${path}`, JSON.stringify(message))).json()) as { runId: string };
  for (;;) {
    const answer = await world.call(getRun, { params: { runId } });
    if (!answer.ok) throw new Error(answer.code);
    const run = answer.value;
    if (['done', 'exception', 'waiting'].includes(run.status)) {
      const [row] = await world.store.sql<{ ms: number | null }[]>`
        select extract(epoch from wake_at - now())::float8 * 1000 as ms from runs where id = ${runId}`;
      return { run, dueInMs: row?.ms ?? 0, text: JSON.stringify(run) };
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Looks through every row of the database, and all that was logged. */
async function isNowhere(secret: string): Promise<void> {
  const tables = await world.store.sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;
  for (const { name } of tables) {
    const [row] = await world.store.sql.unsafe(`select count(*)::int as n from ${name} t where t::text like $1`, [
      `%${secret}%`,
    ]);
    expect([name, row?.n]).toEqual([name, 0]);
  }
  expect(logged.filter((line) => line.includes(secret))).toEqual([]);
}

/** The case's sketch of a graph as a document of ours; what it does not say is well formed. */
function flowFrom(id: string, sketch: Case['payload']): unknown {
  if (sketch.gen) {
    const length = Number(sketch.gen.split(':')[1]);
    return flowOf(id, [
      node('in', 'manual'),
      node('map', 'map', { script: `export default () => '${'x'.repeat(length)}'` }),
    ]);
  }
  if (sketch.settings) {
    const { timeoutMs, retries } = sketch.settings;
    const retry = { maxAttempts: retries, baseMs: 10, capMs: 10, jitter: 0 };
    return flowOf(id, [node('in', 'manual'), node('log', 'log', { message: 'x' }, { timeoutMs, retry })]);
  }
  const nodes = sketch.nodes.map((each: string | { id: string; type: string; cases?: readonly string[] }) => {
    if (typeof each === 'string') return node(each, 'log', { message: 'x' });
    const params = each.cases ? { cases: each.cases.map((name) => ({ name, when: '=true' })) } : {};
    return node(each.id, each.type, params);
  });
  const edges = (sketch.edges ?? []).map(([from, to]: readonly [string, string]) => ({ from, port: 'out', to }));
  const isRoute = nodes.some(({ type }: { type: string }) => type === 'switch');
  const start = isRoute ? [node('in', 'manual')] : [];
  const taken = isRoute
    ? [
        { from: 'in', port: 'out', to: 'n' },
        ...['hasOwnProperty', 'valueOf'].map((port) => ({ from: 'n', port, to: 'end' })),
      ]
    : edges;
  const end = isRoute ? [node('end', 'log', { message: 'x' })] : [];
  return flowOf(id, [...start, ...nodes, ...end], taken);
}

/** The raw text of the case, its settings as parameters, kept as text: parsing would lose the key it is about. */
function rawFlow(id: string, raw: string): string {
  const { nodes: _, ...rest } = flowOf(id, [] as unknown as Flow['nodes']);
  const nodes = /"nodes":(\[.*\])\}$/
    .exec(raw)?.[1]
    ?.replace('"type":"http"', '"type":"http-request","version":1,"name":"n","policy":{}');
  return JSON.stringify(rest).replace(/\}$/, `,"nodes":${nodes?.replace('"settings"', '"params"')}}`);
}
