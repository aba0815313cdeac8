import { onTestFinished } from 'vitest';
import { contextFor, type TestWorld } from '../../../testing/context.ts';
import type { Entry } from './ledger.ts';
import { LOYALTY_CREDENTIALS, type LoyaltySettings, loyaltySimulator } from './loyalty-simulator.ts';

export const ANN = { email: 'ann@example.org', phone: '+4930123456', account: 'acc-ann' } as const;

/** A loyalty program with one member for one test, and a step that has a connection to it. */
export async function loyaltyWorld(settings: LoyaltySettings = {}, world: TestWorld = {}) {
  const sim = await loyaltySimulator({ clock: () => Date.UTC(2026, 10, 23, 8), members: [ANN], ...settings });
  onTestFinished(() => sim.close());
  const connection = { id: 'loyalty', system: 'square-loyalty', baseUrl: sim.baseUrl, settings: LOYALTY_CREDENTIALS };
  const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const state = async () => (await (await fetch(sim.stateUrl)).json()) as LoyaltyState;
  return { sim, connection, faults, state, ctx: contextFor({ connections: [connection], ...world }) };
}

export interface LoyaltyState {
  readonly members: readonly { readonly id: string; readonly email: string; readonly balance: number }[];
  readonly events: readonly Entry[];
}
