import { Counter, Gauge, type Registry } from 'prom-client';

/** What a flow stores, and what it may. */
export interface StorageCounts {
  readonly flowId: string;
  readonly bytes: number;
  /** 0: no limit. */
  readonly quotaBytes: number;
}

/** What flows store, by flow; read when the metrics are. */
export function storageMetrics(registry: Registry, read: () => Promise<readonly StorageCounts[]>): void {
  const gauge = (name: string, help: string, value: (counts: StorageCounts) => number | undefined) =>
    new Gauge({
      name,
      help,
      labelNames: ['flow'] as const,
      registers: [registry],
      async collect() {
        const flows = await read();
        this.reset();
        for (const counts of flows) {
          const shown = value(counts);
          if (shown !== undefined) this.set({ flow: counts.flowId }, shown);
        }
      },
    });
  gauge('lockstep_flow_storage_bytes', 'Bytes that the runs of a flow take, as JSON text.', ({ bytes }) => bytes);
  gauge('lockstep_flow_quota_bytes', 'Bytes that the runs of a flow may take; absent without a limit.', (counts) =>
    counts.quotaBytes === 0 ? undefined : counts.quotaBytes,
  );
}

/** Runs that this process removed because their time was over. */
export function removedCounter(registry: Registry): (flow: string, runs: number) => void {
  const counter = new Counter({
    name: 'lockstep_retention_removed_runs_total',
    help: 'Runs that retention removed in this process, by flow.',
    labelNames: ['flow'] as const,
    registers: [registry],
  });
  return (flow, runs) => counter.inc({ flow }, runs);
}
