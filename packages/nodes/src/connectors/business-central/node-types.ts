import type { NodeDefinition } from '@lockstep/schema/node';
import { batchBc } from './batch/definition.ts';
import { cancelBcSalesOrder } from './cancel-sales-order/definition.ts';
import { changeBcRecord } from './change-record/definition.ts';
import { createBcSalesOrder } from './create-sales-order/definition.ts';
import { keepBcSubscription } from './keep-subscription/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [
  createBcSalesOrder,
  cancelBcSalesOrder,
  changeBcRecord,
  batchBc,
  keepBcSubscription,
];
