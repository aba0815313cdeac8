import { onTestFinished } from 'vitest';
import { contextFor } from '../../../testing/context.ts';
import { RECHARGE_CREDENTIALS, type RechargeSettings, rechargeSimulator } from './recharge-simulator.ts';

export const MIA = {
  email: 'mia@example.org',
  name: 'Mia Koch',
  sku: 'MUG-BLUE',
  title: 'Mug of the month',
  quantity: 2,
  price: '12.50',
} as const;

/** A store with one subscription for one test, and a step that has a connection to it. */
export async function rechargeWorld(settings: RechargeSettings = {}) {
  const sim = await rechargeSimulator({ clock: () => Date.UTC(2026, 10, 23, 8), subscriptions: [MIA], ...settings });
  onTestFinished(() => sim.close());
  const connection = { id: 'recharge', system: 'recharge', baseUrl: sim.baseUrl, settings: RECHARGE_CREDENTIALS };
  const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const state = async () => (await (await fetch(sim.stateUrl)).json()) as RechargeState;
  /** All renewals that are open come due now. */
  const due = () => fetch(`${sim.baseUrl}/_sim/due`, { method: 'POST' });
  return { sim, connection, faults, state, due, ctx: contextFor({ connections: [connection] }) };
}

export interface RechargeState {
  readonly charges: readonly { readonly id: number; readonly status: string; readonly charge_attempts: number }[];
}
