import type { NodeDefinition } from '@lockstep/schema/node';
import { createCreditMemo } from './create-credit-memo/definition.ts';
import { createCustomerReturn } from './create-customer-return/definition.ts';
import { createDelivery } from './create-delivery/definition.ts';
import { createInvoice } from './create-invoice/definition.ts';
import { createSalesOrder } from './create-sales-order/definition.ts';
import { postGoodsIssue } from './post-goods-issue/definition.ts';
import { rejectDocument } from './reject-document/definition.ts';
import { releaseCreditMemo } from './release-credit-memo/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [
  createSalesOrder,
  createDelivery,
  postGoodsIssue,
  createInvoice,
  createCustomerReturn,
  createCreditMemo,
  releaseCreditMemo,
  rejectDocument,
];
