import { z } from 'zod';
import { OrderLine } from '../kit/order-lines.ts';

export const supplierParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: 'dropship', label: 'Connection', fixed: true });

/** Number of our purchase order: the supplier knows the order by it, and we find it by it. */
export const purchaseOrderParam = z
  .string()
  .min(1)
  .max(64)
  .describe('Ours, and the same in every attempt: the order of the customer and its group.')
  .meta({ label: 'Purchase order', placeholder: '=input.purchaseOrder' });

export const linesParam = z
  .array(OrderLine)
  .describe('Lines with sku and quantity, for example those of the canonical order.')
  .meta({ editor: 'json', label: 'Lines', placeholder: '=input.lines' });
