/** Products as the ERP has them now, by article number; each state once. */
export const PRODUCTS = 'product.changed';
