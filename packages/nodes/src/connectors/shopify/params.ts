import { z } from 'zod';

/** Parameters the steps share. */
export const shopifyParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: 'shopify', label: 'Connection', fixed: true });

export const orderParam = z
  .union([
    z.string().regex(/^(gid:\/\/shopify\/Order\/)?\d+$/, 'Use the id of an order, for example 450789469.'),
    z.int(),
  ])
  .describe('Id of the order at Shopify, as a number or a global id.')
  .meta({ editor: 'text', label: 'Order', placeholder: '450789469' });

export const amountParam = z.string().regex(/^\d{1,12}(\.\d{1,3})?$/, 'Use a decimal with a point, for example 12.50.');

/** `gid://shopify/<type>/<id>` of an id that may be one already. */
export function globalId(type: string, id: string | number): string {
  const text = String(id);
  return text.startsWith('gid://') ? text : `gid://shopify/${type}/${text}`;
}
