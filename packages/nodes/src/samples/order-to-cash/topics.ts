/** Orders that were accepted, by their reference; each once. */
export const ACCEPTED = 'order.accepted';
/** Orders for which it is known who sends what. */
export const SOURCED = 'order.sourced';
/** What warehouses and suppliers tell of a fulfilment group, by order and group: `#1001/BER-1`. */
export const TOLD = 'fulfilment.told';
/** Groups that somebody was told to send, and under which number; by order and group. */
export const RELEASED = 'fulfilment.released';
/** Orders of which nothing is sent any more; each once. */
export const CANCELLED = 'order.cancelled';
/** Changes of an order that its customer may see, each once. */
export const MILESTONE = 'order.milestone';
/** Values: what is known of an order under way, by its reference. */
export const ORDERS = 'orders-under-way';

/** What a demo says about them. */
export const orderTopics = [
  {
    name: ACCEPTED,
    description: 'Canonical orders that were accepted, each once. The key is the reference of the order.',
    owner: 'Order operations',
    contract: 'order',
    door: { verify: { scheme: 'none' } },
  },
  { name: SOURCED, description: 'Orders for which it is known who sends what.', owner: 'Order operations' },
  {
    name: RELEASED,
    description: 'Who was told to send a fulfilment group, under which number. The key is the order and the group.',
    owner: 'Logistics',
  },
  {
    name: TOLD,
    description: 'What warehouses and suppliers tell of a fulfilment group. The key is the order and the group.',
    owner: 'Logistics',
  },
  {
    name: MILESTONE,
    description: 'What a customer may see of an order: confirmed, delayed, shipped. Shop and CRM listen.',
    owner: 'Customer service',
  },
] as const;
