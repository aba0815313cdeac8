import { z } from 'zod';

const Instant = z.iso.datetime({ offset: true });
const Short = z.string().max(200);
const Text = Short.nullable();

/** What a person may agree to. */
export const CONSENT_PURPOSES = ['marketing-email', 'marketing-sms', 'profiling', 'sharing'] as const;
export const ConsentPurpose = z.enum(CONSENT_PURPOSES);
export type ConsentPurpose = z.infer<typeof ConsentPurpose>;

export const Consent = z.object({
  purpose: ConsentPurpose,
  granted: z.boolean(),
  /** When the person said so. */
  at: Instant,
  source: Short.optional(),
});
export type Consent = z.infer<typeof Consent>;

export const PostalAddress = z.object({
  name: Short.optional(),
  company: Short.optional(),
  street: z.array(Short).max(5).optional(),
  city: Short.optional(),
  postalCode: z.string().max(20).optional(),
  region: Short.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'Use the ISO code of the country, for example DE.')
    .optional(),
  phone: Short.optional(),
});

export const CustomerAddress = z.object({
  kind: z.enum(['billing', 'shipping', 'other']),
  isDefault: z.boolean().optional(),
  address: PostalAddress,
});
export type CustomerAddress = z.infer<typeof CustomerAddress>;

/**
 * What a system says of a customer. A field that is left out is not told; `null` says that there is none (any more).
 * The names are those of the contract `customer`.
 */
export const CustomerValues = z.strictObject({
  kind: z.enum(['person', 'company']).optional(),
  email: Text.optional(),
  phone: Text.optional(),
  firstName: Text.optional(),
  lastName: Text.optional(),
  company: Text.optional(),
  taxNumber: Text.optional(),
  language: Text.optional(),
  creditLimit: z
    .object({ amount: z.string().regex(/^-?\d+(\.\d+)?$/, 'Use decimal text.'), currency: z.string().length(3) })
    .nullable()
    .optional(),
  status: z.enum(['active', 'blocked', 'deleted']).optional(),
  addresses: z.array(CustomerAddress).max(50).optional(),
  consents: z.array(Consent).max(50).optional(),
});
export type CustomerValues = z.infer<typeof CustomerValues>;

export const CustomerField = CustomerValues.keyof();
export type CustomerField = z.infer<typeof CustomerField>;
export const CUSTOMER_FIELDS: readonly CustomerField[] = CustomerField.options;

/** Fields that hold a list, which several systems can fill together. */
export const LIST_FIELDS: readonly CustomerField[] = ['addresses', 'consents'];

/** A system's record of a customer. */
export const SourceRef = z.object({
  system: z
    .string()
    .min(1)
    .max(60)
    .regex(/^[a-z][a-z0-9-]*$/, 'Use lower-case letters, digits and dashes.'),
  id: z.string().min(1).max(200),
});
export type SourceRef = z.infer<typeof SourceRef>;

/** `salesforce:0035g00000A1bCd` */
export function refText({ system, id }: SourceRef): string {
  return `${system}:${id}`;
}
