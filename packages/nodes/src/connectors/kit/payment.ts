import { z } from 'zod';

/** The canonical payment, contract `payment`, as connectors give it. */
export const Payment = z.object({
  id: z.string().describe('Number the provider gave it.'),
  orderReference: z.string(),
  kind: z.enum(['authorisation', 'capture', 'refund', 'void', 'dispute']),
  status: z.enum(['pending', 'succeeded', 'failed', 'cancelled']),
  amount: z.object({ amount: z.string().describe('Decimal.'), currency: z.string() }),
  method: z.string().optional(),
  provider: z.string().optional(),
  parentId: z.string().optional().describe('Payment it belongs to.'),
  failure: z.object({ code: z.string(), message: z.string().optional() }).optional(),
  at: z.string().describe('When the provider did it.'),
  identifiers: z.array(z.object({ system: z.string(), value: z.string() })).optional(),
});
export type Payment = z.infer<typeof Payment>;

/** What the steps that make payments say of the ports a payment leaves by. */
export const CARRIES_PAYMENT = { contract: 'payment' } as const;
