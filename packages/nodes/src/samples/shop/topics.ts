import { CANCELLED } from '../order-to-cash/topics.ts';

/** Subscriptions that were gone for a while and are there again: what happened since then is to be fetched. */
export const RESTORED = 'subscription.restored';
/** Orders that somebody wants to cancel, as the shop tells. */
export const CANCEL_ASKED = 'order.cancel-asked';

/** Money the shop gave back, whoever asked for it; the key is the reference of the order. */
export const REFUNDED = 'order.refunded-in-shop';

/** What a demo says about them. */
export const shopTopics = [
  { name: RESTORED, description: 'Subscriptions that were gone for a while, by their topic.', owner: 'Integration' },
  { name: CANCEL_ASKED, description: 'Orders that the shop wants to be cancelled.', owner: 'Order operations' },
  { name: REFUNDED, description: 'Money the shop gave back. The key is the order.', owner: 'Online shop' },
  { name: CANCELLED, description: 'Orders of which nothing is sent any more.', owner: 'Order operations' },
] as const;
