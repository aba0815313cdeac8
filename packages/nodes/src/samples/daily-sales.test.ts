import { findContract } from '@lockstep/schema/contracts';
import type { JsonObject } from '@lockstep/schema/run';
import { expect, it, onTestFinished } from 'vitest';
import { SAP_CREDENTIALS, sapSimulator } from '../connectors/sap/simulator/sap-simulator.ts';
import { WMS_CREDENTIALS, wmsSimulator } from '../connectors/wms/simulator/wms-simulator.ts';
import { walk } from '../testing/walk.ts';
import { dailySales } from './daily-sales.ts';
import { orderToErp } from './order-to-erp.ts';

const DAY_MS = 86_400_000;
const morning = (day: number) => new Date(Math.floor(Date.now() / DAY_MS + day) * DAY_MS + DAY_MS / 4).toISOString();

it('adds up what was sold from the day of the report before up to its own', async () => {
  const [sap, wms] = await Promise.all([sapSimulator(), wmsSimulator()]);
  onTestFinished(async () => {
    await Promise.all([sap.close(), wms.close()]);
  });
  const connections = [
    { id: 'sap', system: 'sap-s4hana', baseUrl: sap.baseUrl, settings: SAP_CREDENTIALS },
    { id: 'wms', system: 'wms', baseUrl: wms.baseUrl, settings: WMS_CREDENTIALS },
  ];
  const example = findContract('shopify-order')?.example as JsonObject;
  await walk(orderToErp, example, { connections });
  const state = (await (await fetch(sap.stateUrl)).json()) as { salesOrders: readonly JsonObject[] };
  const [order] = state.salesOrders;
  const report = async (previousAt: string | null, scheduledAt: string) => {
    const { outputs, failed } = await walk(dailySales, { scheduledAt, previousAt }, { connections });
    expect(failed).toEqual([]);
    return outputs.total;
  };
  const sold = { orders: 1, totals: [{ currency: 'EUR', amount: Number(order?.TotalNetAmount).toFixed(2) }] };
  expect(await report(morning(0), morning(1))).toEqual(sold);
  expect(await report(null, morning(1))).toEqual(sold);
  expect(await report(morning(-1), morning(0))).toEqual({ orders: 0, totals: [] });
});
