import { onTestFinished } from 'vitest';
import { contextFor, type TestWorld } from '../../../testing/context.ts';
import { DROPSHIP_CREDENTIALS, type DropshipSettings, dropshipSimulator } from './dropship-simulator.ts';

/** A supplier for one test, and a step that has a connection to it. */
export async function supplierWorld(settings: DropshipSettings = {}, world: TestWorld = {}) {
  const clock = { now: Date.UTC(2026, 10, 23, 8) };
  const sim = await dropshipSimulator({ clock: () => clock.now, timeScale: 1e-6, ...settings });
  onTestFinished(() => sim.close());
  const connection = { id: 'dropship', system: 'dropship', baseUrl: sim.baseUrl, settings: DROPSHIP_CREDENTIALS };
  const control = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${sim.baseUrl}/_sim/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    return answer.status;
  };
  const state = async () => (await (await fetch(sim.stateUrl)).json()) as SupplierState;
  return { sim, connection, clock, control, state, ctx: contextFor({ connections: [connection], ...world }) };
}

export interface SupplierState {
  readonly purchaseOrders: readonly {
    readonly purchaseOrderNumber: string;
    readonly transactionId: string;
    readonly orderDetails: { readonly orderStatus: string; readonly items: readonly object[] };
  }[];
  readonly reservations: readonly { readonly reservationReference: string; readonly status: string }[];
  readonly stock: readonly { readonly sku: string; readonly available: number }[];
  readonly deliveries: readonly { readonly status: string; readonly notificationType: string }[];
}
