import { createHmac } from 'node:crypto';
import { contracts } from '@lockstep/schema/contracts';
import { z } from 'zod';

const Systems = z.array(
  z.object({ system: z.string(), stateUrl: z.url(), faultsUrl: z.url(), webhookSecret: z.string().optional() }),
);
const SapState = z.object({ salesOrders: z.array(z.object({ PurchaseOrderByCustomer: z.string() })) });
const Accepted = z.object({ runId: z.string(), statusUrl: z.string() });
const ShopifyOrder = z.record(z.string(), z.json());

const example = ShopifyOrder.parse(contracts.find(({ name }) => name === 'shopify-order')?.example);

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

  /** Heals every system. */
  async heal(): Promise<void> {
    for (const { faultsUrl } of await this.#systems()) {
      await fetch(faultsUrl, { method: 'PUT', body: '{}', headers: { 'content-type': 'application/json' } });
    }
  }

  /**
   * Posts an order to a hook as Shopify does, signed with the shop's secret over the raw bytes.
   *
   * @param path last part of the hook's address
   * @returns id of the run that was accepted
   * @throws Error when the hook does not answer 202
   */
  async placeOrder(path: string, number: number): Promise<{ readonly runId: string; readonly name: string }> {
    const { webhookSecret = '' } = await this.#system('shopify');
    const name = `#${number}`;
    const body = JSON.stringify({ ...example, id: 7_000_000_000 + number, name, order_number: number });
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
