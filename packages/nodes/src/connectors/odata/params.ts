import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

export const odataParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: ['odata', 'sap-s4hana'], label: 'Connection', fixed: true });

export const serviceParam = z
  .string()
  .regex(/^\/?[\w./;=%-]+$/, 'Use a path: /sap/opu/odata/sap/API_PRODUCT_SRV.')
  .optional()
  .describe('Path below the address of the connection. Empty: that address is the service.')
  .meta({ label: 'Service', placeholder: '/sap/opu/odata/sap/API_PRODUCT_SRV', fixed: true });

export const setParam = z
  .string()
  .min(1)
  .max(200)
  .describe('As $metadata calls it.')
  .meta({ label: 'Entity set', placeholder: 'A_BusinessPartner', fixed: true, offers: 'sets' });

export const keyParam = Json.describe('Value of the key, or all key fields by name.').meta({
  editor: 'json',
  label: 'Key',
  placeholder: '={ SalesOrder: input.number, SalesOrderItem: "10" }',
});

export const fieldsParam = Json.describe(
  'By name, as the service calls them; lists for what is created along with it.',
).meta({
  editor: 'json',
  label: 'Fields',
  placeholder: '={ BusinessPartnerCategory: "2", OrganizationBPName1: input.name }',
});

export const etagParam = z
  .string()
  .optional()
  .describe('What was read: a record that changed since leaves at "conflict". Empty: the record as it is now.')
  .meta({ label: 'Etag', placeholder: '=steps.read.records[0].etag' });

/** A record in an output. */
export const RecordOut = z.object({
  key: z.record(z.string(), Json).describe('Key fields by name.'),
  etag: z.string().optional(),
  fields: z.record(z.string(), Json),
});

export const WarningOut = z.object({
  severity: z.enum(['info', 'warning', 'error']),
  code: z.string(),
  message: z.string(),
});

export const ODATA_RETRY = { maxAttempts: 8, baseMs: 1_000, capMs: 120_000, jitter: 0.3 } as const;
