import { onTestFinished } from 'vitest';
import { contextFor, type TestContext } from '../../../testing/context.ts';
import { createDelivery } from '../create-delivery/definition.ts';
import { runCreateDelivery } from '../create-delivery/run.ts';
import { createSalesOrder } from '../create-sales-order/definition.ts';
import { runCreateSalesOrder } from '../create-sales-order/run.ts';
import { runPostGoodsIssue } from '../post-goods-issue/run.ts';
import { SAP_CREDENTIALS, sapSimulator } from './sap-simulator.ts';

/** A system with one sales order of three mugs and a lamp, and the steps that deliver it. */
export async function soldWorld() {
  const sap = await sapSimulator({ clock: () => Date.UTC(2026, 10, 23, 8) });
  onTestFinished(() => sap.close());
  const connection = { id: 'sap', system: 'sap-s4hana', baseUrl: sap.baseUrl, settings: SAP_CREDENTIALS };
  const ctx = contextFor({ connections: [connection] });
  const lines = [
    { sku: 'MUG', quantity: 3 },
    { sku: 'LAMP', quantity: 1 },
  ];
  const area = { connection: 'sap', salesOrganization: '1010', soldToParty: '10100001' };
  const order = { reference: '#1001', lines };
  const sold = await runCreateSalesOrder({ params: createSalesOrder.params.parse(area), input: order }, ctx);
  const { salesOrder } = sold.value;
  const deliver = (step: TestContext, form: object = {}) => {
    const given = { connection: 'sap', salesOrder, reference: '#1001/BER-1', lines: [lines[0]], ...form };
    return runCreateDelivery({ params: createDelivery.params.parse(given), input: null }, step);
  };
  const issue = (step: TestContext, delivery: string) =>
    runPostGoodsIssue({ params: { connection: 'sap', delivery }, input: null }, step);
  const faults = (body: object) => fetch(sap.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const state = async () => (await (await fetch(sap.stateUrl)).json()) as SapDocuments;
  return { ctx, salesOrder, total: sold.value.total, deliver, issue, faults, state };
}

export interface SapDocuments {
  readonly salesOrders: readonly object[];
  readonly deliveries: readonly { readonly DeliveryDocument: string; readonly OverallGoodsMovementStatus: string }[];
  readonly billingDocuments: readonly { readonly BillingDocument: string; readonly TotalNetAmount: number }[];
}
