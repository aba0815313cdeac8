import { Gauge, type Registry } from 'prom-client';

export interface LaneCounts {
  readonly flowId: string;
  readonly blocked: number;
  readonly waiting: number;
}

/** What waits in lanes, by flow; read when the metrics are. */
export function laneMetrics(registry: Registry, read: () => Promise<readonly LaneCounts[]>): void {
  const gauge = (name: string, help: string, value: (counts: LaneCounts) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['flow'] as const,
      registers: [registry],
      async collect() {
        const flows = await read();
        this.reset();
        for (const counts of flows) this.set({ flow: counts.flowId }, value(counts));
      },
    });
  gauge('lockstep_lanes_blocked', 'Keys that a failed run blocks, by flow.', ({ blocked }) => blocked);
  gauge('lockstep_lane_runs_waiting', 'Runs that wait for their turn in a lane, by flow.', ({ waiting }) => waiting);
}
