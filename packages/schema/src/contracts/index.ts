import { callContracts } from './calls/index.ts';
import type { Contract } from './contract.ts';
import { customer } from './customer.ts';
import { inventory } from './inventory.ts';
import { invoice } from './invoice.ts';
import { order } from './order.ts';
import { orderSubmission } from './order-submission.ts';
import { payment } from './payment.ts';
import { product } from './product.ts';
import { returns } from './return.ts';
import { sapSalesOrder } from './sap-sales-order.ts';
import { shipment } from './shipment.ts';
import { shopifyOrder } from './shopify-order.ts';
import { address, identifiers, money } from './values.ts';
import { compareVersions, isInRange, readContractRef } from './version.ts';
import { wmsAllocation } from './wms-allocation.ts';

export { type Contract, type ContractExample, type Deprecation, examplesOf } from './contract.ts';

/** Every contract, each version for itself; a flow that says no version gets the newest. */
export const contracts: readonly Contract[] = [
  order,
  orderSubmission,
  product,
  inventory,
  shipment,
  payment,
  returns,
  customer,
  invoice,
  shopifyOrder,
  sapSalesOrder,
  wmsAllocation,
  money,
  address,
  identifiers,
  ...callContracts,
];

/**
 * The contract a reference means: `order` is the newest version, `order@1` the newest of major 1, `order@1.4` the newest
 * patch of it, `order@1.4.0` that one. Undefined when there is none.
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
  const wanted = readContractRef(ref);
  if (!wanted) return undefined;
  return among
    .filter(({ name, version }) => name === wanted.name && isInRange(version, wanted.range))
    .reduce<Pick<Contract, 'name' | 'version'> | undefined>(
      (newest, each) => (newest === undefined || compareVersions(each.version, newest.version) > 0 ? each : newest),
      undefined,
    );
}

export type { Mismatch } from './accepts.ts';
export { type Compatibility, type CompatibilityClass, compatibilityOf } from './compatibility.ts';
export { editSchema, type FieldDraft, sharedBy, shownType } from './edit-schema.ts';
export { type PromiseChange, type Promises, promiseChange } from './promises.ts';
export { compatibilityText, type ReleaseVerdict, releaseProblem, releaseVerdict } from './release.ts';
export { ruleSentence } from './rule-words.ts';
export { type ContractProblem, schemaProblems } from './schema-issues.ts';
export { declarationFile, pascal, typesOfContract } from './type-text.ts';
export {
  CONTRACT_NAME,
  CONTRACT_VERSION,
  compareVersions,
  newestOf,
  nextVersion,
  offeredAbove,
  type ReleaseKind,
  readContractRef,
} from './version.ts';
