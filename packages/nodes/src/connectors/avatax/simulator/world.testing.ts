import { onTestFinished } from 'vitest';
import { contextFor, type TestWorld } from '../../../testing/context.ts';
import { AVATAX_CREDENTIALS, type AvataxSettings, avataxSimulator } from './avatax-simulator.ts';

/** An Avalara account for one test, and a step that has a connection to it. */
export async function avataxWorld(settings: AvataxSettings = {}, world: TestWorld = {}) {
  const sim = await avataxSimulator({ clock: () => Date.UTC(2026, 10, 23, 8), ...settings });
  onTestFinished(() => sim.close());
  const connection = { id: 'avatax', system: 'avatax', baseUrl: sim.baseUrl, settings: AVATAX_CREDENTIALS };
  const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const state = async () => (await (await fetch(sim.stateUrl)).json()) as AvataxState;
  return { sim, connection, faults, state, ctx: contextFor({ connections: [connection], ...world }) };
}

export interface AvataxState {
  readonly transactions: readonly { readonly code: string; readonly status: string; readonly totalAmount: number }[];
  readonly quotes: number;
}

export const SALE = {
  connection: 'avatax',
  companyCode: 'DEFAULT',
  customerCode: 'C-1',
  currency: 'USD',
  shipFrom: { street: ['388 Townsend St'], city: 'San Francisco', region: 'CA', postalCode: '94107', country: 'US' },
  shipTo: { street: ['123 Main Street'], city: 'Irvine', region: 'CA', postalCode: '92615', country: 'US' },
  lines: [
    { id: '1', sku: 'YARN', quantity: 3, cancelledQuantity: 1, unitPrice: { amount: '50.00', currency: 'USD' } },
    { id: '2', sku: 'MUG', quantity: 1, amount: '0.10', taxCode: 'PS081282' },
  ],
};
