import { onTestFinished } from 'vitest';
import { contextFor, type TestWorld } from '../../../testing/context.ts';
import {
  BUSINESS_CENTRAL_CREDENTIALS,
  type BusinessCentralSettings,
  businessCentralSimulator,
} from './business-central-simulator.ts';

/** An environment for one test, and a step that has a connection to it. */
export async function bcWorld(settings: BusinessCentralSettings = {}, world: TestWorld = {}) {
  const clock = { now: Date.UTC(2026, 10, 23, 8) };
  const sim = await businessCentralSimulator({ clock: () => clock.now, timeScale: 1e-6, ...settings });
  onTestFinished(() => sim.close());
  const connection = {
    id: 'bc',
    system: 'business-central',
    baseUrl: sim.baseUrl,
    settings: BUSINESS_CENTRAL_CREDENTIALS,
  };
  const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const state = async () => (await (await fetch(sim.stateUrl)).json()) as BcState;
  const change = (entity: string, id: string, fields: object) =>
    fetch(`${sim.baseUrl}/_sim/record`, { method: 'PATCH', body: JSON.stringify({ entity, id, fields }) });
  const ctx = contextFor({ connections: [connection], ...world });
  const { clientId, clientSecret, company, tokenUrl } = BUSINESS_CENTRAL_CREDENTIALS;
  /** A call outside of any step. */
  const call = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const signed = await fetch(`${sim.baseUrl}${tokenUrl}`, { method: 'POST', body: form });
    const { access_token: token } = (await signed.json()) as { access_token: string };
    const at = path.startsWith('/') ? path : `/companies(${company})/${path}`;
    const answer = await fetch(`${sim.baseUrl}/api/v2.0${at}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  return { sim, connection, clock, faults, state, change, call, ctx };
}

export interface BcState {
  readonly records: readonly { readonly entity: string; readonly id: string; readonly [field: string]: unknown }[];
  readonly subscriptions: readonly {
    readonly subscriptionId: string;
    readonly clientState: string;
    readonly expirationDateTime: string;
  }[];
  readonly notifications: readonly { readonly status: string }[];
}
