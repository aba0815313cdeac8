import postgres from 'postgres';

/** How many runs are told of. */
const TOLD = 3;

/** What the runs say that a verdict blames: a line for each of their events, for whoever looks into it. */
export async function testimonyOf(databaseUrl: string, violations: readonly string[]): Promise<readonly string[]> {
  const refs = [...new Set(violations.map((violation) => violation.split(': ')[1] ?? ''))].slice(0, TOLD);
  if (refs.length === 0) return [];
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const rows = await sql<{ ref: string; seq: number; event: object }[]>`
      select business_key as ref, seq, event from runs join run_events on run_id = runs.id
      where business_key in ${sql(refs)} or runs.id::text in ${sql(refs)} order by 1, runs.id, seq`;
    return rows.map(({ ref, seq, event }) => `${ref} ${seq} ${JSON.stringify(event).slice(0, 600)}`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
