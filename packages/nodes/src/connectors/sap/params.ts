import { z } from 'zod';

/** Parameters the steps share. */
export const sapParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: 'sap-s4hana', label: 'Connection', fixed: true });

/** What the steps for deliveries go on with. */
export const deliveryParam = z.object({
  delivery: z.string().describe('Number of the outbound delivery.'),
  created: z.boolean().describe('False when it was there already.'),
  reference: z.string(),
});

export const salesAreaParams = {
  salesOrganization: z
    .string()
    .regex(/^[A-Z0-9]{1,4}$/, 'Use up to four capital letters or digits.')
    .meta({ label: 'Sales organization', placeholder: '1710' }),
  distributionChannel: z
    .string()
    .regex(/^[A-Z0-9]{1,2}$/, 'Use up to two capital letters or digits.')
    .default('10')
    .meta({ label: 'Distribution channel', placeholder: '10' }),
  division: z
    .string()
    .regex(/^[A-Z0-9]{1,2}$/, 'Use up to two capital letters or digits.')
    .default('00')
    .meta({ label: 'Division', placeholder: '00' }),
  soldToParty: z
    .string()
    .regex(/^[A-Za-z0-9]{1,10}$/, 'Use a business partner number of up to ten characters.')
    .meta({ label: 'Sold-to party', placeholder: '17100001' }),
} as const;

export const referenceParam = z
  .string()
  .min(1)
  .max(35)
  .describe('Our number of the return: PurchaseOrderByCustomer, 35 characters at most. Never made twice.')
  .meta({ label: 'Reference', placeholder: 'RMA-1001' });

export const reasonParam = (label: string) =>
  z
    .string()
    .regex(/^[A-Z0-9]{0,3}$/, 'Use up to three capital letters or digits.')
    .default('')
    .describe('Order reason of the system (SDDocumentReason).')
    .meta({ label });

export const documentParam = z
  .string()
  .regex(/^[A-Za-z0-9]{1,10}$/, 'Use a document number of up to ten characters.')
  .meta({ label: 'Document', placeholder: '70000001' });

export const Warning = z.object({
  severity: z.enum(['info', 'warning', 'error']),
  code: z.string(),
  message: z.string(),
});
