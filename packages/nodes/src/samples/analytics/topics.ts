import { MILESTONE } from '../order-to-cash/topics.ts';
import { STOCK_TOPIC } from '../stock/stock-change.ts';

/** Index of the events at the analytics platform. */
export const EVENTS_INDEX = 'retail-events';

/** Topics whose events analytics gets, each with what it tells of. */
export const ANALYTICS_TOPICS = {
  [MILESTONE]: 'order',
  'order.completed': 'order',
  [STOCK_TOPIC]: 'inventory',
  'shipment.moved': 'shipment',
  'return.refunded': 'refund',
} as const;
