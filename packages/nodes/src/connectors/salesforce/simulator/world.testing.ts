import { onTestFinished } from 'vitest';
import { contextFor, type TestWorld } from '../../../testing/context.ts';
import { SALESFORCE_CREDENTIALS, type SalesforceSettings, salesforceSimulator } from './salesforce-simulator.ts';

export const SALESFORCE_NOW = Date.UTC(2026, 10, 23, 8);

/** An org for one test, and a step that has a connection to it. */
export async function salesforceWorld(settings: SalesforceSettings = {}, world: TestWorld = {}) {
  const sim = await salesforceSimulator({ clock: () => SALESFORCE_NOW, ...settings });
  onTestFinished(() => sim.close());
  const connection = { id: 'crm', system: 'salesforce', baseUrl: sim.baseUrl, settings: SALESFORCE_CREDENTIALS };
  const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const state = async () => (await (await fetch(sim.stateUrl)).json()) as SalesforceState;
  const put = async (object: string, fields: object) => {
    const answer = await fetch(`${sim.baseUrl}/_sim/records`, {
      method: 'POST',
      body: JSON.stringify({ object, fields }),
    });
    return ((await answer.json()) as { id: string }).id;
  };
  const ctx = contextFor({ connections: [connection], now: SALESFORCE_NOW, ...world });
  const logins = () => ctx.requests.filter(({ url }) => url.endsWith('/oauth2/token')).length;
  return { sim, connection, faults, state, put, ctx, logins };
}

export interface SalesforceState {
  readonly records: readonly { readonly type: string; readonly Id: string; readonly [field: string]: unknown }[];
  readonly sessions: number;
  readonly callsUsed: number;
  readonly bulkJobs: readonly { readonly id: string; readonly state: string }[];
  readonly bulkUploads: number;
}
