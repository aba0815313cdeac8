import { changeEstateTime, startRun } from '@lockstep/schema/api';
import { type Call, granted } from './ask.ts';
import type { Row, Systems } from './system.ts';

/** What somebody buys. */
export interface Wish {
  readonly sku: string;
  readonly quantity: number;
  /** Of one piece, as the shop writes it; `12.50` where absent. */
  readonly price?: string;
}

/** What people of a retailer do, each at the system where they do it. */
export interface RetailWhen {
  /**
   * Somebody in Germany buys in the shop; its webhook has been sent when this settles.
   *
   * @param order members of the order that differ from a drawn one
   * @returns number of the order: `#1001`
   */
  shopSells(wishes: readonly Wish[], order?: object): Promise<string>;
  /** Somebody buys on the marketplace, ten minutes ago for it: it tells nothing younger than two. */
  marketplaceSells(...wishes: readonly Wish[]): Promise<void>;
  /** A flow that goes by the clock is due now. @returns id of its run */
  scheduleIsDue(flowId: string, node: string): Promise<string>;
  /** The warehouse does this with a shipment, one after another: `pick`, `pack`, `ship`, `collect`. */
  warehouseMoves(orderRef: string, ...moves: readonly string[]): Promise<void>;
  /** Somebody makes an account in the shop, or changes it (`id`). @returns its id there */
  customerIsEditedInShop(customer: object): Promise<number>;
  /** Somebody changes a contact in the CRM, by its address. */
  customerIsEditedInCrm(email: string, fields: object): Promise<void>;
  /** The CRM reports every contact as it stands now, as a flow in it does on each change; `times` over. */
  crmReports(times?: number): Promise<void>;
  /** Somebody changes a record in the second ERP. */
  erpRecordIsEdited(entity: string, like: (record: Row) => boolean, fields: object): Promise<void>;
}

const TEN_MINUTES_MS = 600_000;

export function retailWhen(url: string, call: Call, system: Systems): RetailWhen {
  const contacts = async () => (await system('salesforce').rows('records')).filter(({ type }) => type === 'Contact');
  return {
    async shopSells(wishes, order = {}) {
      const items = wishes.map(({ sku, quantity, price = '12.50' }, at) => ({
        ...{ id: at + 1, sku, quantity, price, title: sku, name: sku, current_quantity: quantity },
        fulfillable_quantity: quantity,
      }));
      const address = { country_code: 'DE', country: 'Germany' };
      const body = { order: { line_items: items, shipping_address: address, ...order } };
      const { orders } = (await system('shopify').does('orders', body)) as { orders: readonly [{ name: string }] };
      return orders[0].name;
    },
    async marketplaceSells(...wishes) {
      const clock = async (now: number | null) =>
        granted(await call(changeEstateTime, { body: { now } }), 'The time of the estate');
      await clock(Date.now() - TEN_MINUTES_MS);
      for (const { sku, quantity } of wishes) await system('sp-api').does('orders', { sku, quantity });
      await clock(null);
    },
    async scheduleIsDue(flowId, node) {
      const message = { scheduledAt: new Date().toISOString(), previousAt: null };
      const answer = await call(startRun, { params: { flowId }, body: { node, message } });
      return granted(answer, `Starting "${flowId}"`).runId;
    },
    async warehouseMoves(orderRef, ...moves) {
      for (const move of moves) await system('wms').does('moves', { orderRef, move });
    },
    async customerIsEditedInShop(customer) {
      const { customer: made } = (await system('shopify').does('customers', customer)) as { customer: { id: number } };
      return made.id;
    },
    async customerIsEditedInCrm(email, fields) {
      const found = (await contacts()).find(({ Email }) => Email === email);
      if (!found) throw new Error(`The CRM has no contact "${email}".`);
      await system('salesforce').edits('records', { object: 'Contact', id: found.Id, fields });
    },
    async crmReports(times = 1) {
      for (const { type: _, ...contact } of await contacts()) {
        const body = JSON.stringify({ ...contact, LastModifiedDate: new Date().toISOString() });
        for (let time = 0; time < times; time += 1) {
          const headers = { 'content-type': 'application/json' };
          const answer = await fetch(`${url}/hooks/salesforce/contacts`, { method: 'POST', headers, body });
          if (!answer.ok) throw new Error(`The hook answered ${answer.status}: ${await answer.text()}`);
        }
      }
    },
    async erpRecordIsEdited(entity, like, fields) {
      const records = await system('business-central').rows('records');
      const found = records.find((one) => one.entity === entity && like(one));
      if (!found) throw new Error(`The ERP has no such record among its ${entity}.`);
      await system('business-central').edits('record', { entity, id: found.id, fields });
    },
  };
}
