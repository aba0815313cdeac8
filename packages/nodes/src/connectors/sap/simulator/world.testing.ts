import { onTestFinished } from 'vitest';
import { contextFor } from '../../../testing/context.ts';
import { SAP_CREDENTIALS, type SapSettings, sapSimulator } from './sap-simulator.ts';

export const SAP_NOW = Date.UTC(2026, 10, 23, 8);

/** An S/4HANA for one test, and steps that have a connection to it. */
export async function sapWorld(settings: SapSettings = {}) {
  const sap = await sapSimulator({ clock: () => SAP_NOW, ...settings });
  onTestFinished(() => sap.close());
  const connection = { id: 'sap', system: 'sap-s4hana', baseUrl: sap.baseUrl, settings: SAP_CREDENTIALS };
  const faults = (body: object) => fetch(sap.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const state = async () => (await (await fetch(sap.stateUrl)).json()) as SapState;
  const control = async (path: string, body: object = {}) =>
    (
      await fetch(`${sap.baseUrl}/_sim/${path}`, { method: 'POST', body: JSON.stringify(body) })
    ).json() as Promise<unknown>;
  const stepOf = (key: string) => contextFor({ connections: [connection], now: SAP_NOW, key });
  return { sap, faults, state, control, stepOf, ctx: stepOf('run-1:sap:0') };
}

interface SapDocument {
  readonly reference: string;
  readonly rejected: boolean;
  readonly TotalNetAmount: string;
  readonly HeaderBillingBlockReason?: string;
  readonly ReferenceSDDocument: string;
  readonly OverallDeliveryStatus?: string;
  readonly to_Item: {
    readonly results: readonly { readonly SalesDocumentRjcnReason: string; readonly NetAmount: string }[];
  };
}

export interface SapState {
  readonly customerReturns: readonly (SapDocument & { readonly CustomerReturn: string })[];
  readonly creditMemos: readonly (SapDocument & { readonly CreditMemoRequest: string })[];
}

/** What the forms of the steps for sales documents have in common. */
export const SAP_AREA = {
  connection: 'sap',
  salesOrganization: '1010',
  soldToParty: '10100001',
  reference: 'RMA-1001',
};
