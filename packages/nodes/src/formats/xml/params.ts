import { z } from 'zod';

const prefix = z
  .string()
  .regex(/^([A-Za-z_][A-Za-z0-9_.-]*)?$/, 'Use letters, digits, dots and dashes.')
  .max(40);

/** Namespaces and what they are called in names of the JSON. */
export const namespacesParam = z
  .array(
    z.object({
      prefix: prefix
        .default('')
        .describe('Before the colon of names. Empty: its names have no prefix.')
        .meta({ label: 'Prefix', placeholder: 'ord', fixed: true }),
      uri: z.string().min(1).max(500).meta({ label: 'Namespace', placeholder: 'urn:example:order', fixed: true }),
    }),
  )
  .max(50)
  .default([]);
