import { onTestFinished } from 'vitest';
import { SAP_CREDENTIALS, type SapSettings, sapSimulator } from '../connectors/sap/simulator/sap-simulator.ts';
import { contextFor } from './context.ts';

const NOW = Date.UTC(2026, 10, 23, 8);

/** The sales order service of S/4HANA, spoken to by its metadata, for one test: sign-in, CSRF tokens, etags and faults. */
export async function sapWorld(settings: SapSettings = {}) {
  const sap = await sapSimulator({ clock: () => NOW, firstSalesOrder: 41, ...settings });
  onTestFinished(() => sap.close());
  const baseUrl = `${sap.baseUrl}/sap/opu/odata/sap/API_SALES_ORDER_SRV`;
  const connection = { id: 'erp', system: 'odata', baseUrl, settings: SAP_CREDENTIALS };
  const faults = (body: object) => fetch(sap.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const orders = async () =>
    ((await (await fetch(sap.stateUrl)).json()) as { salesOrders: readonly Readonly<Record<string, unknown>>[] })
      .salesOrders;
  return { sap, baseUrl, faults, orders, ctx: contextFor({ connections: [connection], now: NOW }) };
}

/** An order the simulator takes; `fields` go over it. */
export const sapOrder = (fields: object = {}) => ({
  SalesOrderType: 'OR',
  SalesOrganization: '1710',
  DistributionChannel: '10',
  OrganizationDivision: '00',
  SoldToParty: '17100001',
  PurchaseOrderByCustomer: '#1001',
  to_Item: [{ Material: 'TG11', RequestedQuantity: 3, RequestedQuantityUnit: 'PC' }],
  ...fields,
});
