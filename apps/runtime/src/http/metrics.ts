import type { RunStatus } from '@lockstep/schema/run';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { GuardStats } from '../runner/guard/index.ts';
import { type CaseCounts, caseMetrics } from './case-metrics.ts';
import { connectionMetrics } from './connection-metrics.ts';
import { type LaneCounts, laneMetrics } from './lane-metrics.ts';
import { removedCounter, type StorageCounts, storageMetrics } from './storage-metrics.ts';
import { type TopicCounts, topicMetrics } from './topic-metrics.ts';

/** Messages of one flow by what became of them, and how many are unaccounted for. */
export interface LedgerCounts {
  readonly flow: string;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly missing: number;
}

/** What this process counts about itself. */
export interface Metrics {
  /** A message at the door: `accepted`, `duplicate`, or the problem it was refused with. */
  accepted(result: string, ms: number): void;
  runEnded(status: RunStatus, ms: number | undefined): void;
  stepAttempt(type: string, outcome: string, ms: number): void;
  /** @param node absent: the run as a whole */
  slaBreached(flow: string, node: string | undefined): void;
  setInFlight(read: () => number): void;
  setQueued(read: () => number): void;
  setLiveClients(read: () => number): void;
  /** What became of the messages accepted, by flow; read when the metrics are. */
  setLedger(read: () => Promise<readonly LedgerCounts[]>): void;
  /** Keys that failed runs block, and runs that wait for their turn, by flow. */
  setLanes(read: () => Promise<readonly LaneCounts[]>): void;
  /** Open cases; read when the metrics are. */
  setCases(read: () => Promise<readonly CaseCounts[]>): void;
  caseMissed(kind: string, milestone: string): void;
  setConnections(read: () => readonly GuardStats[]): void;
  /** Topics and how far their consumers are; read when the metrics are. */
  setTopics(read: () => Promise<TopicCounts>): void;
  /** Retention removed runs of a flow. */
  removed(flow: string, runs: number): void;
  setStorage(read: () => Promise<readonly StorageCounts[]>): void;
  /** Prometheus text format. */
  print(): Promise<{ readonly text: string; readonly contentType: string }>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const accepts = new Counter({
    name: 'lockstep_hook_requests_total',
    help: 'Messages at the hooks and the doors of topics by result: accepted, duplicate, or the problem code.',
    labelNames: ['result'] as const,
    registers,
  });
  const acceptSeconds = new Histogram({
    name: 'lockstep_hook_request_seconds',
    help: 'Time from the first byte read to the answer of a hook or the door of a topic.',
    labelNames: ['result'] as const,
    buckets: SECONDS,
    registers,
  });
  const runs = new Counter({
    name: 'lockstep_runs_ended_total',
    help: 'Runs that ended in this process, by status.',
    labelNames: ['status'] as const,
    registers,
  });
  const runSeconds = new Histogram({
    name: 'lockstep_run_seconds',
    help: 'Time from accept to the end of a run.',
    labelNames: ['status'] as const,
    buckets: SECONDS,
    registers,
  });
  const attempts = new Counter({
    name: 'lockstep_step_attempts_total',
    help: 'Attempts of steps by node type and outcome: ok or the kind of failure.',
    labelNames: ['type', 'outcome'] as const,
    registers,
  });
  const attemptSeconds = new Histogram({
    name: 'lockstep_step_attempt_seconds',
    help: 'Time one attempt of a step took.',
    labelNames: ['type'] as const,
    buckets: SECONDS,
    registers,
  });
  const breaches = new Counter({
    name: 'lockstep_sla_breaches_total',
    help: 'Runs and stages that took longer than promised, by flow and stage; the stage of a whole run is empty.',
    labelNames: ['flow', 'stage'] as const,
    registers,
  });
  const missed = new Counter({
    name: 'lockstep_case_milestones_missed_total',
    help: 'Milestones of cases that had not come by the moment they were expected, as this process found.',
    labelNames: ['kind', 'milestone'] as const,
    registers,
  });
  return {
    accepted(result, ms) {
      accepts.inc({ result });
      acceptSeconds.observe({ result }, ms / 1000);
    },
    runEnded(status, ms) {
      runs.inc({ status });
      if (ms !== undefined) runSeconds.observe({ status }, ms / 1000);
    },
    stepAttempt(type, outcome, ms) {
      attempts.inc({ type, outcome });
      attemptSeconds.observe({ type }, ms / 1000);
    },
    slaBreached(flow, stage = '') {
      breaches.inc({ flow, stage });
    },
    setInFlight(read) {
      gauge(registry, 'lockstep_runs_in_flight', 'Runs this process works on now.', read);
    },
    setQueued(read) {
      gauge(registry, 'lockstep_runs_queued', 'Runs that wait in the database for a worker.', read);
    },
    setLiveClients(read) {
      gauge(registry, 'lockstep_live_clients', 'Open event streams.', read);
    },
    caseMissed(kind, milestone) {
      missed.inc({ kind, milestone });
    },
    setCases(read) {
      caseMetrics(registry, read);
    },
    setConnections(read) {
      connectionMetrics(registry, read);
    },
    setLanes(read) {
      laneMetrics(registry, read);
    },
    removed: removedCounter(registry),
    setStorage(read) {
      storageMetrics(registry, read);
    },
    setTopics(read) {
      topicMetrics(registry, read);
    },
    setLedger(read) {
      new Gauge({
        name: 'lockstep_ledger_messages',
        help: 'Messages of published versions by flow and outcome; accepted is the sum of the others.',
        labelNames: ['flow', 'outcome'] as const,
        registers,
        async collect() {
          const flows = await read();
          this.reset();
          for (const { flow, outcomes } of flows) {
            for (const [outcome, count] of Object.entries(outcomes)) this.set({ flow, outcome }, count);
          }
        },
      });
      new Gauge({
        name: 'lockstep_ledger_missing',
        help: 'Messages accepted that no row accounts for, by flow. Anything but 0 is an alarm.',
        labelNames: ['flow'] as const,
        registers,
        async collect() {
          const flows = await read();
          this.reset();
          for (const { flow, missing } of flows) this.set({ flow }, missing);
        },
      });
    },
    async print() {
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
