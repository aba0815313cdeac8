import { z } from 'zod';

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
