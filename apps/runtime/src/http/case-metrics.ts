import { Gauge, type Registry } from 'prom-client';

export interface CaseCounts {
  readonly kind: string;
  readonly state: string;
  readonly cases: number;
  readonly late: number;
}

/** Open cases by kind and state; read when the metrics are. */
export function caseMetrics(registry: Registry, read: () => Promise<readonly CaseCounts[]>): void {
  const gauge = (name: string, help: string, value: (counts: CaseCounts) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['kind', 'state'] as const,
      registers: [registry],
      async collect() {
        const counted = await read();
        this.reset();
        for (const counts of counted) this.set({ kind: counts.kind, state: counts.state }, value(counts));
      },
    });
  gauge('lockstep_cases_open', 'Cases that are not closed, by kind and state.', ({ cases }) => cases);
  gauge('lockstep_cases_late', 'Open cases at which something expected has not come.', ({ late }) => late);
}
