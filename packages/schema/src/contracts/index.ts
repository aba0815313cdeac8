import type { Contract } from './contract.ts';
import { customer } from './customer.ts';
import { inventory } from './inventory.ts';
import { invoice } from './invoice.ts';
import { order } from './order.ts';
import { payment } from './payment.ts';
import { product } from './product.ts';
import { returns } from './return.ts';
import { sapSalesOrder } from './sap-sales-order.ts';
import { shipment } from './shipment.ts';
import { shopifyOrder } from './shopify-order.ts';

export type { Contract } from './contract.ts';

/** Every contract, each version for itself; a flow that says no version gets the newest. */
export const contracts: readonly Contract[] = [
  order,
  product,
  inventory,
  shipment,
  payment,
  returns,
  customer,
  invoice,
  shopifyOrder,
  sapSalesOrder,
];

/**
 * The contract a reference means: `order` is the newest version, `order@1` that one. Undefined when there is none.
 */
export function findContract(ref: string): Contract | undefined;
export function findContract<C extends Pick<Contract, 'name' | 'version'>>(
  ref: string,
  among: readonly C[],
): C | undefined;
export function findContract(
  ref: string,
  among: readonly Pick<Contract, 'name' | 'version'>[] = contracts,
): Pick<Contract, 'name' | 'version'> | undefined {
  const [name = '', version] = ref.split('@');
  const named = among.filter((contract) => contract.name === name);
  if (version !== undefined) return named.find((contract) => String(contract.version) === version);
  return named.reduce<Pick<Contract, 'name' | 'version'> | undefined>(
    (newest, contract) => (newest === undefined || contract.version > newest.version ? contract : newest),
    undefined,
  );
}

export type { Mismatch } from './accepts.ts';
export { type Compatibility, type CompatibilityClass, compatibilityOf } from './compatibility.ts';
export { ruleSentence } from './rule-words.ts';
export { pascal, typesOfContract } from './type-text.ts';
