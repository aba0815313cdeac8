/** Values: what is held for an order, by its reference: `{ payment, system, amount }`. */
export const PAYMENTS = 'order-payments';
/** Values: the order a basket became, by the number of the basket: `{ reference }`. */
export const BASKETS = 'basket-orders';
/** Values: what the tax of a basket came to after it had been estimated, by the number of the basket. */
export const TAX_CHECKED = 'tax-checked';
/** The mark of an order whose tax is an estimate so far. */
export const TAX_ESTIMATED = 'tax_estimated';
/** Milestone: the money of an order was taken. */
export const PAID = 'paid';
