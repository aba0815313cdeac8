import { onTestFinished } from 'vitest';
import { contextFor, type TestWorld } from '../../../testing/context.ts';
import { ANALYTICS_CREDENTIALS, type AnalyticsSettings, analyticsSimulator } from './analytics-simulator.ts';

export interface AnalyticsState {
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly events: readonly { readonly _id: string }[];
  readonly batches: readonly {
    readonly batch: string;
    readonly events: number;
    readonly created: number;
    readonly known: number;
    readonly gzip: boolean;
  }[];
}

/** An index for one test, and a step that has a connection to it. */
export async function analyticsWorld(settings: AnalyticsSettings = {}, world: TestWorld = {}) {
  const sim = await analyticsSimulator({ refreshMs: 0, perSecond: 1_000, ...settings });
  onTestFinished(() => sim.close());
  const connection = {
    id: 'analytics',
    system: 'elasticsearch',
    baseUrl: sim.baseUrl,
    settings: ANALYTICS_CREDENTIALS,
  };
  const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const state = async () => (await (await fetch(sim.stateUrl)).json()) as AnalyticsState;
  return { sim, connection, faults, state, ctx: contextFor({ connections: [connection], ...world }) };
}

/** Events of a type, told one a minute from a moment on. */
export function eventsOf(type: string, count: number, from = '2026-11-23T08:00:00.000Z') {
  return Array.from({ length: count }, (_, at) => ({
    id: `${type}/${at + 1}`,
    type,
    key: `#${1001 + at}`,
    receivedAt: new Date(Date.parse(from) + at * 60_000).toISOString(),
    payload: { reference: `#${1001 + at}`, note: 'ä€😀' },
  }));
}
