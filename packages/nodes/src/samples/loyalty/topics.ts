/** Orders as the loyalty program knows them, by their reference; each once. */
export const LOYALTY_ORDER = 'loyalty.order';
/** Values: the same, kept for returns that come long after. */
export const LOYALTY_ORDERS = 'loyalty-orders';

export const loyaltyTopics = [
  {
    name: LOYALTY_ORDER,
    description: 'Orders with what each piece of them earns in the loyalty program. The key is the order.',
    owner: 'Loyalty',
  },
] as const;
