import type { Sql } from '@lockstep/runtime/store';
import { startProcess } from '../world.ts';
import { storeEndedRuns } from './growth.ts';
import { startDatabase } from './kit/database.ts';
import { percentile } from './kit/figures.ts';
import { below, type Finding } from './kit/finding.ts';

const STORED = 1_000_000;
const SEARCHES = 100;
const LIMIT_MS = 200;

/** How a person looks for run `n`, as the query of `GET /api/runs`. */
const KINDS: readonly { readonly name: string; readonly query: (run: { id: string; n: number }) => string }[] = [
  { name: 'by id', query: ({ id }) => `search=${id}` },
  { name: 'by the beginning of an id', query: ({ id }) => `search=${id.slice(0, 13)}` },
  { name: 'by business key', query: ({ n }) => `search=order-${n}` },
  { name: 'by business key in one flow', query: ({ n }) => `search=order-${n}&flow=stored-${n % 10}` },
  { name: 'by a key that 100,000 begin with', query: ({ n }) => `search=order-${1 + (n % 9)}` },
  { name: 'by a field', query: ({ n }) => `search=email:customer-${n}@example.org` },
  { name: 'by a field in one flow', query: ({ n }) => `search=email:customer-${n}@example.org&flow=stored-${n % 10}` },
  { name: 'by a value that 100,000 have', query: ({ n }) => `search=channel:channel-${n % 10}` },
  {
    name: 'by a value that 100,000 have, failed or not',
    query: ({ n }) => `search=channel:channel-${n % 10}&status=done`,
  },
  { name: 'by the beginning of a value of 100,000', query: ({ n }) => `search=email:customer-${1 + (n % 9)}*` },
];

/** Search over HTTP among a million stored runs, one search after another. */
export async function benchSearch(): Promise<Finding[]> {
  const database = await startDatabase();
  try {
    await storeEndedRuns(database.store.sql, STORED);
    await storeFields(database.store.sql);
    const runtime = await startProcess({ DATABASE_URL: database.url, LOCKSTEP_DEMO: '0' });
    try {
      const findings: Finding[] = [];
      for (const { name, query } of KINDS) {
        const latencies: number[] = [];
        for (const run of await anyRuns(database.store.sql)) {
          const from = performance.now();
          const response = await fetch(`${runtime.url}/api/runs?limit=50&${query(run)}`);
          const { runs } = (await response.json()) as { readonly runs: readonly unknown[] };
          latencies.push(performance.now() - from);
          if (runs.length === 0) throw new Error(`Nothing was found ${name}: ${query(run)}`);
        }
        findings.push(
          below(LIMIT_MS, {
            name: `run search ${name}, p95`,
            unit: 'ms',
            ours: percentile(latencies, 0.95),
            meaning: `GET /api/runs, one after another, ${SEARCHES} searches for runs drawn at random among 1 M that ended.`,
          }),
        );
      }
      return findings;
    } finally {
      await runtime.stop();
    }
  } finally {
    await database.close();
  }
}

/** Two fields a run: one whose values are all different, one with ten values. */
async function storeFields(sql: Sql): Promise<void> {
  await sql`insert into run_fields select id, 'email', 'customer-' || substr(business_key, 7) || '@example.org' from runs`;
  await sql`insert into run_fields select id, 'channel', 'channel-' || right(business_key, 1) from runs`;
  await sql`analyze run_fields`;
}

async function anyRuns(sql: Sql): Promise<readonly { readonly id: string; readonly n: number }[]> {
  const keys = Array.from({ length: SEARCHES }, () => `order-${Math.floor(Math.random() * STORED)}`);
  const rows = await sql<{ id: string; key: string }[]>`
    select id, business_key as key from runs where business_key in ${sql(keys)}`;
  return rows.map(({ id, key }) => ({ id, n: Number(key.slice('order-'.length)) }));
}
