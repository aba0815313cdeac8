import type { Arena } from './arena.ts';
import { type Evidence, tally } from './oracle.ts';

/** What everybody outside the product knows now. */
export async function evidenceOf({ store, sent, partner, estate, members }: Arena): Promise<Evidence> {
  const stateOf = async (system: string) => {
    const entry = estate.entries.find((candidate) => candidate.system === system);
    return (await fetch(entry?.stateUrl ?? '')).json();
  };
  const sap = (await stateOf('sap')) as { salesOrders: readonly { PurchaseOrderByCustomer: string }[] };
  const wms = (await stateOf('wms')) as { allocations: readonly { orderRef: string }[] };
  return {
    databaseUrl: store.databaseUrl,
    sent: [...sent],
    effects: [...partner.effects],
    crashes: members.flatMap(({ crashes }) => crashes),
    salesOrders: tally(sap.salesOrders.map(({ PurchaseOrderByCustomer }) => PurchaseOrderByCustomer)),
    allocations: tally(wms.allocations.map(({ orderRef }) => orderRef)),
  };
}
