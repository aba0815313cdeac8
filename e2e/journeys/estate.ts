import { createHmac } from 'node:crypto';
import type { Faults } from '@lockstep/schema/api';
import { contracts } from '@lockstep/schema/contracts';
import { z } from 'zod';
import { until } from '../world.ts';

const Systems = z.array(
  z.object({ system: z.string(), stateUrl: z.url(), faultsUrl: z.url(), webhookSecret: z.string().optional() }),
);
const SapState = z.object({ salesOrders: z.array(z.object({ PurchaseOrderByCustomer: z.string() })) });
const Accepted = z.object({ runId: z.string(), statusUrl: z.string() });
const Standing = z.object({ status: z.string() });
const Placed = z.object({ orders: z.tuple([z.object({ id: z.number() })]) });
const ShopifyOrder = z.record(z.string(), z.json());

const example = ShopifyOrder.parse(contracts.find(({ name }) => name === 'shopify-order')?.example);

export interface PlacedOrder {
  readonly runId: string;
  /** What people call the order: its business key, and the customer reference in the ERP. */
  readonly name: string;
}

/** The simulated retailer, seen from outside the product: its state is the oracle of the journeys. */
export class Estate {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** How many sales orders the ERP holds under a customer reference. */
  async salesOrders(reference: string): Promise<number> {
    const { stateUrl } = await this.#system('sap');
    const { salesOrders } = SapState.parse(await (await fetch(stateUrl)).json());
    return salesOrders.filter((order) => order.PurchaseOrderByCustomer === reference).length;
  }

  /** Makes a system misbehave, for scenes that are not about the screen that does it. */
  async break(name: string, faults: Faults): Promise<void> {
    const { faultsUrl } = await this.#system(name);
    await send('PUT', faultsUrl, faults);
  }

  /** Heals every system. */
  async heal(): Promise<void> {
    for (const { faultsUrl } of await this.#systems()) await send('PUT', faultsUrl, {});
  }

  /** Lets the shop sell some orders of its own making. */
  async sell(count: number): Promise<void> {
    await send('POST', `${this.#url}/api/estate/shopify/orders`, { count });
  }

  /** A paid order in the shop, laid over a drawn one; its id there. */
  async bought(order: object): Promise<number> {
    const { stateUrl } = await this.#system('shopify');
    const answer = await send('POST', new URL('/_sim/orders', stateUrl).href, { order });
    return Placed.parse(await answer.json()).orders[0].id;
  }

  /** The warehouse posts the goods receipt of a return; the ERP tells of it. */
  async goodsBack(rma: string): Promise<void> {
    const { stateUrl } = await this.#system('sap');
    await send('POST', new URL('/_sim/goods-receipts', stateUrl).href, { reference: rma });
  }

  /** Waits until a run has come to its end, whichever. */
  async ended(runId: string): Promise<void> {
    await until(async () => {
      const { status } = Standing.parse(await (await fetch(`${this.#url}/status/${runId}`)).json());
      return ['done', 'exception', 'cancelled'].includes(status) ? true : undefined;
    }, 30_000);
  }

  /**
   * Posts an order to a hook as Shopify does, signed with the shop's secret over the raw bytes.
   *
   * @param path last part of the hook's address
   * @param change members of the order that differ from the example
   * @returns id of the run that was accepted
   * @throws Error when the hook does not answer 202
   */
  async placeOrder(path: string, number: number, change: object = {}): Promise<PlacedOrder> {
    const { webhookSecret = '' } = await this.#system('shopify');
    const name = `#${number}`;
    const body = JSON.stringify({ ...example, id: 7_000_000_000 + number, name, order_number: number, ...change });
    const response = await fetch(`${this.#url}/hooks/${path}`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-shopify-topic': 'orders/create',
        'x-shopify-webhook-id': `journey-${number}`,
        'x-shopify-hmac-sha256': createHmac('sha256', webhookSecret).update(body).digest('base64'),
      },
    });
    if (response.status !== 202) throw new Error(`The hook answered ${response.status}: ${await response.text()}`);
    return { runId: Accepted.parse(await response.json()).runId, name };
  }

  async #systems() {
    return Systems.parse(await (await fetch(`${this.#url}/api/estate`)).json());
  }

  async #system(name: string) {
    const system = (await this.#systems()).find(({ system }) => system === name);
    if (!system) throw new Error(`The estate has no ${name}.`);
    return system;
  }
}

async function send(method: 'PUT' | 'POST', url: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, body: JSON.stringify(body), headers });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return response;
}
