import { onTestFinished } from 'vitest';
import { contextFor, type TestWorld } from '../../../testing/context.ts';
import { SP_API_CREDENTIALS, type SpApiSettings, spApiSimulator } from './sp-api-simulator.ts';

export const SP_API_NOW = Date.UTC(2026, 10, 27, 9);

/** A marketplace for one test whose clock the test moves, and a step that has a connection to it. */
export async function spApiWorld(settings: SpApiSettings = {}, world: TestWorld = {}) {
  let now = SP_API_NOW;
  const sim = await spApiSimulator({ clock: () => now, ...settings });
  onTestFinished(() => sim.close());
  const { baseUrl } = sim;
  const connection = { id: 'marketplace', system: 'amazon-sp-api', baseUrl, settings: { ...SP_API_CREDENTIALS } };
  const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const place = async (wish: object = {}) => {
    const answer = await fetch(`${sim.baseUrl}/_sim/orders`, { method: 'POST', body: JSON.stringify(wish) });
    return ((await answer.json()) as { orders: string[] }).orders;
  };
  const state = async () => (await (await fetch(sim.stateUrl)).json()) as SpApiState;
  const ctx = contextFor({ connections: [connection], now: SP_API_NOW, ...world });
  const pass = (ms: number) => {
    now += ms;
    return { ...ctx, now };
  };
  return { sim, connection, faults, place, state, ctx, pass };
}

export interface SpApiState {
  readonly orders: readonly {
    readonly AmazonOrderId: string;
    readonly OrderStatus: string;
    readonly parcels: object;
  }[];
  readonly catalogue: readonly object[];
  readonly listings: readonly { readonly sku: string; readonly quantity: number }[];
  readonly tokensLeft: Readonly<Record<string, number>>;
}
