import type { Contract } from './contract.ts';
import { order } from './order.ts';
import { shopifyOrder } from './shopify-order.ts';

export type { Contract } from './contract.ts';

/** Every contract, each version for itself; a flow that says no version gets the newest. */
export const contracts: readonly Contract[] = [order, shopifyOrder];

/**
 * The contract a reference means: `order` is the newest version, `order@1` that one. Undefined when there is none.
 */
export function findContract(ref: string, among: readonly Contract[] = contracts): Contract | undefined {
  const [name = '', version] = ref.split('@');
  const named = among.filter((contract) => contract.name === name);
  if (version !== undefined) return named.find((contract) => String(contract.version) === version);
  return named.reduce<Contract | undefined>(
    (newest, contract) => (newest === undefined || contract.version > newest.version ? contract : newest),
    undefined,
  );
}
