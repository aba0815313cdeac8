import { randomBytes } from 'node:crypto';
import type { Sql } from '@lockstep/runtime/store';
import { startProcess, until } from '../world.ts';
import { flowOf, node, send } from './hook-flows.ts';
import { startChild } from './kit/child.ts';
import { startDatabase } from './kit/database.ts';
import { median } from './kit/figures.ts';
import { type Finding, moreIsBetter } from './kit/finding.ts';
import { type Load, perSecond } from './kit/load.ts';
import { MESSAGE } from './kit/work.ts';
import type { MixedLoad } from './processes/mixed-client.ts';

const MESSAGES = 10_000;
/** One message in a hundred is none that the flow can use. */
const MALFORMED_EVERY = 100;
const MALFORMED = MESSAGES / MALFORMED_EVERY;
const ROUNDS = 3;
const CLIENTS = 64;
/** R64: webhooks a second that are durable before their 2xx. */
const WEBHOOKS_PER_SECOND = 500;

/** A malformed message is stored, fails as an exception, and holds nobody up. */
const flow = flowOf('bench-malformed', [
  node('received', 'webhook', { path: 'bench/malformed', verify: { scheme: 'none' } }),
  node('stamp', 'set-fields', { mode: 'keep', fields: [{ path: 'channel', value: '=input.currency.toLowerCase()' }] }),
]);

interface Round {
  /** Until every message was answered. */
  readonly answered: Load;
  /** Until every run had ended. */
  readonly ended: Load;
}

/** 10,000 messages of which one in a hundred is malformed, in turns with 10,000 good ones (R73, R64). */
export async function benchMalformed(): Promise<Finding[]> {
  const database = await startDatabase();
  const env = {
    DATABASE_URL: database.url,
    LOCKSTEP_DEMO: '0',
    LOCKSTEP_SECRET_KEY: randomBytes(32).toString('base64'),
  };
  const [runtime, client] = await Promise.all([startProcess(env), startChild<MixedLoad, Load>('mixed-client')]);
  const { sql } = database.store;
  try {
    await send(runtime.url, 'POST', '/api/flows', { flow });
    await send(runtime.url, 'POST', `/api/flows/${flow.id}/versions`, { flow, basedOn: 0, note: 'Benchmark' });
    const load = {
      url: `${runtime.url}/hooks/bench/malformed`,
      body: JSON.stringify(MESSAGE),
      malformed: '{"currency":null}',
      clients: CLIENTS,
    };
    const round = async (messages: number, malformedEvery: number): Promise<Round> => {
      const from = performance.now();
      const answered = await client.ask({ ...load, messages, malformedEvery });
      await until(async () => ((await isQuiet(sql)) ? true : undefined), 120_000, 20);
      return { answered, ended: { ...answered, ms: performance.now() - from } };
    };
    await round(1_000, 0); // warm
    const good: Round[] = [];
    const mixed: Round[] = [];
    for (let index = 0; index < ROUNDS; index += 1) {
      good.push(await round(MESSAGES, 0));
      mixed.push(await round(MESSAGES, MALFORMED_EVERY));
    }
    return [isolationOf(good, mixed, await countOf(sql, 'exception')), ingestOf(good)];
  } finally {
    await Promise.all([client.close(), runtime.stop()]);
    await database.close();
  }
}

function isolationOf(good: readonly Round[], mixed: readonly Round[], exceptions: number): Finding {
  const row = moreIsBetter({
    name: `${MESSAGES} messages, 1 % malformed`,
    unit: 'messages/s',
    ours: median(mixed.map(({ ended }) => perSecond(ended))),
    baseline: median(good.map(({ ended }) => perSecond(ended))),
    baselineName: 'the same, none malformed',
  });
  const wanted = ROUNDS * MALFORMED;
  return {
    row,
    meaning: `From the first message to the end of the last run. Of ${ROUNDS * MESSAGES} messages ${exceptions} wait as exceptions with a reason, where ${wanted} were malformed; all others are done (R73).`,
    budget: {
      text: 'at least 0.9x, all malformed ones and no other an exception',
      met: row.ratio >= 0.9 && exceptions === wanted,
    },
  };
}

function ingestOf(good: readonly Round[]): Finding {
  const ours = median(good.map(({ answered }) => perSecond(answered)));
  const row = moreIsBetter({
    name: 'webhooks durable before their 2xx',
    unit: 'messages/s',
    ours,
    baseline: WEBHOOKS_PER_SECOND,
    baselineName: 'budget',
  });
  return {
    row,
    meaning: `${CLIENTS} clients send 2 KB orders to one process, which also runs their flows (R64).`,
    budget: { text: `at least ${WEBHOOKS_PER_SECOND}/s`, met: ours >= WEBHOOKS_PER_SECOND },
  };
}

async function isQuiet(sql: Sql): Promise<boolean> {
  return (await sql`select from runs where ended_at is null limit 1`).length === 0;
}

async function countOf(sql: Sql, status: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from runs where status = ${status}`;
  return row?.n ?? 0;
}
