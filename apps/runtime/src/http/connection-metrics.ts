import { Counter, Gauge, type Registry } from 'prom-client';
import type { GuardStats } from '../runner/guard/index.ts';

const STATES: Readonly<Record<GuardStats['state'], number>> = { closed: 0, 'half-open': 1, open: 2 };

/** What this process knows of its connections, read when the metrics are. */
export function connectionMetrics(registry: Registry, read: () => readonly GuardStats[]): void {
  const gauge = (name: string, help: string, value: (stats: GuardStats) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['connection'] as const,
      registers: [registry],
      collect() {
        this.reset();
        for (const stats of read()) this.set({ connection: stats.connection }, value(stats));
      },
    });
  gauge(
    'lockstep_connection_state',
    'Breaker of a connection: 0 closed, 1 half-open, 2 open.',
    ({ state }) => STATES[state],
  );
  gauge('lockstep_connection_calls_in_flight', 'Calls of this process under way.', ({ inFlight }) => inFlight);
  gauge(
    'lockstep_connection_steps_waiting',
    'Steps of this process that wait for the connection.',
    ({ waiting }) => waiting,
  );
  new Counter({
    name: 'lockstep_connection_calls_refused_total',
    help: 'Calls that were not let out, by reason; their steps wait.',
    labelNames: ['connection', 'reason'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const { connection, refused } of read()) {
        for (const [reason, count] of Object.entries(refused)) this.inc({ connection, reason }, count);
      }
    },
  });
}
