import { z } from 'zod';

export const spApiParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: 'amazon-sp-api', label: 'Connection', fixed: true });

export const orderIdParam = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,50}$/, 'Use an order id such as 902-1845936-5435065.')
  .meta({ editor: 'text', label: 'Order', placeholder: '=input.AmazonOrderId' });

export const personalParam = z
  .boolean()
  .default(true)
  .describe('Buyer and address, by a restricted data token. The app needs a role for it.')
  .meta({ label: 'With personal data', fixed: true });

/** Marketplace ids of a connection. */
export function marketplacesOf(settings: Readonly<Record<string, string>>): readonly string[] {
  return (settings.marketplaceIds ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}
