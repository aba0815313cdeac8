import { z } from 'zod';

/** Parameters the payment steps share. */
export const stripeParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: 'stripe', label: 'Connection', fixed: true });

export const orderReferenceParam = z
  .string()
  .min(1)
  .max(200)
  .describe('Order the money is for; Stripe keeps it as metadata "order_reference".')
  .meta({ label: 'Order reference', placeholder: '=input.reference' });

export const currencyParam = z
  .string()
  .regex(/^[A-Z]{3}$/, 'Use an ISO 4217 code, for example EUR.')
  .meta({ label: 'Currency', placeholder: 'EUR' });

export const intentParam = z
  .string()
  .regex(/^pi_[A-Za-z0-9_]+$/, 'Use the id of a Payment Intent, for example pi_3P….')
  .describe('Payment Intent, as "Authorize payment" gave it.')
  .meta({ label: 'Payment Intent', placeholder: 'pi_3PzX' });

/** Empty: all of it. */
export const partParam = (description: string) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'Use a decimal with a point, for example 12.50.')
    .optional()
    .describe(description)
    .meta({ label: 'Amount', placeholder: '12.50' });
