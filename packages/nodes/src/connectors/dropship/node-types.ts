import type { NodeDefinition } from '@lockstep/schema/node';
import { cancelSupplierOrder } from './cancel-order/definition.ts';
import { checkTransaction } from './check-transaction/definition.ts';
import { placeOrder } from './place-order/definition.ts';
import { readSupplierOrder } from './read-order/definition.ts';
import { releaseAtSupplier } from './release/definition.ts';
import { reserveAtSupplier } from './reserve/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [
  reserveAtSupplier,
  releaseAtSupplier,
  placeOrder,
  checkTransaction,
  readSupplierOrder,
  cancelSupplierOrder,
];
