import { onTestFinished } from 'vitest';
import { contextFor, type TestContext } from '../../../testing/context.ts';
import { releaseShipment } from '../release-shipment/definition.ts';
import { runReleaseShipment } from '../release-shipment/run.ts';
import { WMS_CREDENTIALS, type WmsSettings, wmsSimulator } from './wms-simulator.ts';

/** A warehouse for one test, and a step that has a connection to it, or to `baseUrl`. */
export async function wmsWorld({ baseUrl, ...settings }: WmsSettings & { readonly baseUrl?: string } = {}) {
  const wms = await wmsSimulator({ clock: () => Date.UTC(2026, 10, 23, 8), timeScale: 1e-6, ...settings });
  onTestFinished(() => wms.close());
  const connection = { id: 'wms', system: 'wms', baseUrl: baseUrl ?? wms.baseUrl, settings: WMS_CREDENTIALS };
  const control = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${wms.baseUrl}/_sim/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  const lines = [
    { sku: 'MUG', quantity: 3, cancelledQuantity: 1 },
    { sku: 'CARD', quantity: 1, shippable: false },
  ];
  const release = (ctx: TestContext, form: object = {}) => {
    const given = { connection: 'wms', warehouse: 'BER-1', orderRef: '#1001', lines, ...form };
    return runReleaseShipment({ params: releaseShipment.params.parse(given), input: null }, ctx);
  };
  /** Two pieces of MUG. */
  const allocate = async () => {
    const answer = await fetch(`${wms.baseUrl}/v1/allocations`, {
      method: 'POST',
      headers: { 'x-api-key': WMS_CREDENTIALS.apiKey },
      body: JSON.stringify({ orderRef: '#1001', warehouse: 'BER-1', lines: [{ sku: 'MUG', quantity: 2 }] }),
    });
    return ((await answer.json()) as { id: string }).id;
  };
  const state = async () => (await (await fetch(wms.stateUrl)).json()) as WmsState;
  return { wms, control, release, allocate, state, ctx: contextFor({ connections: [connection] }) };
}

export interface WmsState {
  readonly allocations: readonly { readonly status: string }[];
  readonly shipments: readonly { readonly id: string; readonly orderRef: string; readonly status: string }[];
  readonly stock: readonly object[];
  readonly deliveries: readonly { readonly status: string; readonly type: string }[];
}
