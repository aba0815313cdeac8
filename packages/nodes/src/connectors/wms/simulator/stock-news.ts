import type { Clock } from '../../../simulators/kit/clock.ts';
import type { Deliveries } from '../../../simulators/kit/deliveries.ts';
import type { StockLevel } from './stock.ts';
import type { WmsWebhook } from './told.ts';

/** Tells each change of a stock level that a channel could notice, as the state that holds from now on. */
export function createStockNews({
  clock,
  deliveries,
  isHeard,
}: {
  readonly clock: Clock;
  readonly isHeard: () => boolean;
  readonly deliveries: Pick<Deliveries<WmsWebhook>, 'deliver'>;
}): (level: StockLevel, before: StockLevel | undefined) => void {
  const versions = new Map<string, number>();
  return ({ warehouse, sku, onHand, allocated }, before) => {
    if (!isHeard() || (before?.onHand === onHand && before.allocated === allocated)) return;
    const place = `${sku}@${warehouse}`;
    // Milliseconds, so that a warehouse that forgot everything never counts from 1 again.
    const version = Math.max(Math.floor(clock()), (versions.get(place) ?? 0) + 1);
    versions.set(place, version);
    const about = { webhookId: `stock_${place}#${version}`, type: 'stock.changed', orderRef: '' };
    const asOf = new Date(clock()).toISOString();
    const news = {
      sku,
      location: warehouse,
      available: onHand - allocated,
      onHand,
      reserved: allocated,
      asOf,
      version,
    };
    void deliveries.deliver(about, JSON.stringify(news));
  };
}
