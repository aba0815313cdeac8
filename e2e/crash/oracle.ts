import postgres from 'postgres';

/** What the runs, the ERP and the warehouse say after the storm, told apart by an oracle outside the product. */
export interface Verdict {
  /** Orders answered with 2xx. */
  readonly accepted: number;
  readonly done: number;
  readonly exceptions: number;
  /** Accepted, but no run, or a run that says done without a sales order in the ERP and an allocation in the warehouse. */
  readonly lost: number;
  /** Orders with more than one sales order or more than one allocation. */
  readonly doubled: number;
  /** Accepted, and not ended when the patience was over. */
  readonly stuck: number;
  /** Runs whose recorded history is not in the order of time. */
  readonly outOfOrder: number;
}

export interface Evidence {
  readonly databaseUrl: string;
  /** Order name by run id, for every order answered with 2xx. */
  readonly accepted: ReadonlyMap<string, string>;
  /** Sales orders of the ERP: how many for each order name. */
  readonly salesOrders: ReadonlyMap<string, number>;
  /** Allocations of the warehouse: how many for each order name. */
  readonly allocations: ReadonlyMap<string, number>;
}

export async function judge({ databaseUrl, accepted, salesOrders, allocations }: Evidence): Promise<Verdict> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const rows = await sql<{ id: string; status: string }[]>`select id, status from runs`;
    const unordered = await sql<{ runs: string }[]>`
      select count(distinct run_id)::text as runs from (
        select run_id, (event->>'at')::numeric < lag((event->>'at')::numeric) over (partition by run_id order by seq) as backwards
        from run_events) as history where backwards`;
    const status = new Map(rows.map((row) => [row.id, row.status]));
    const verdict = {
      accepted: accepted.size,
      done: 0,
      exceptions: 0,
      lost: 0,
      doubled: 0,
      stuck: 0,
      outOfOrder: Number(unordered[0]?.runs ?? 0),
    };
    for (const [runId, order] of accepted) {
      const ended = status.get(runId);
      if (ended === 'done') verdict.done += 1;
      else if (ended === 'exception') verdict.exceptions += 1;
      else if (ended !== undefined) verdict.stuck += 1;
      const kept = salesOrders.has(order) && allocations.has(order);
      if (ended === undefined || (ended === 'done' && !kept)) verdict.lost += 1;
    }
    const twice = new Set([...salesOrders, ...allocations].filter(([, times]) => times > 1).map(([order]) => order));
    return { ...verdict, doubled: twice.size };
  } finally {
    await sql.end();
  }
}

/** How often each name occurs. */
export function tally(names: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** The value below which `share` of the sorted numbers lie; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
