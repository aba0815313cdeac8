import { onTestFinished } from 'vitest';
import { contextFor, type TestWorld } from '../../../testing/context.ts';
import { EASYPOST_CREDENTIALS, type EasypostSettings, easypostSimulator } from './easypost-simulator.ts';

/** An EasyPost account for one test, and a step that has a connection to it. */
export async function easypostWorld(settings: EasypostSettings = {}, world: TestWorld = {}) {
  const sim = await easypostSimulator({ clock: () => Date.UTC(2026, 10, 23, 8), ...settings });
  onTestFinished(() => sim.close());
  const connection = { id: 'easypost', system: 'easypost', baseUrl: sim.baseUrl, settings: EASYPOST_CREDENTIALS };
  const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const state = async () => (await (await fetch(sim.stateUrl)).json()) as EasypostState;
  const move = async (body: object) =>
    (await fetch(`${sim.baseUrl}/_sim/tracking`, { method: 'POST', body: JSON.stringify(body) })).status;
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${sim.baseUrl}${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`${EASYPOST_CREDENTIALS.apiKey}:`).toString('base64')}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  return { sim, connection, faults, state, move, call, ctx: contextFor({ connections: [connection], ...world }) };
}

export interface EasypostState {
  readonly shipments: readonly {
    readonly id: string;
    readonly reference: string;
    readonly tracking_code: string | null;
  }[];
  readonly trackers: readonly { readonly tracking_code: string; readonly status: string }[];
  readonly deliveries: readonly { readonly description: string; readonly status: string }[];
}

export const PARCEL = {
  reference: 'S-20991',
  shipTo: {
    name: 'Elizabeth Swan',
    street: ['179 N Harbor Dr'],
    city: 'Redondo Beach',
    region: 'CA',
    postalCode: '90277',
    country: 'US',
  },
  shipFrom: {
    company: 'Lockstep',
    street: ['388 Townsend St', 'Apt 20'],
    city: 'San Francisco',
    region: 'CA',
    postalCode: '94107',
    country: 'US',
  },
  weightGrams: 436,
};
