import { z } from 'zod';

/** Where a step sends over HTTP. */
export const address = {
  connection: z
    .string()
    .min(1)
    .optional()
    .describe('Gives the base address and the credentials. Without one the address must be absolute.')
    .meta({ editor: 'connection', label: 'Connection', fixed: true }),
  url: z
    .string()
    .min(1)
    .max(4000)
    .describe('Path below the base address of the connection, or an absolute http(s) address.')
    .meta({ editor: 'text', label: 'Address', placeholder: '/v1/orders' }),
};

/** What it sends beside the headers of the connection. */
export const headers = z
  .record(z.string(), z.string())
  .default({})
  .describe('Headers beside those of the connection.')
  .meta({ editor: 'key-values', label: 'Headers' });
