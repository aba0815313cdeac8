import { StepError } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** The canonical address, as far as a parcel needs it. */
const ParcelAddress = z.looseObject({
  name: z.string().optional(),
  company: z.string().optional(),
  street: z.array(z.string()).min(1),
  city: z.string().min(1),
  postalCode: z.string().optional(),
  region: z.string().optional(),
  country: z.string().regex(/^[A-Z]{2}$/),
  phone: z.string().optional(),
});
export type ParcelAddress = z.infer<typeof ParcelAddress>;

/** Parameters the steps that buy labels share. */
export const labelParams = {
  reference: z
    .string()
    .min(1)
    .max(100)
    .describe('Our number of the shipment. One label is bought for it, however often the step is tried.')
    .meta({ label: 'Shipment number', placeholder: '=input.id' }),
  shipTo: Json.describe('Canonical address.').meta({
    editor: 'json',
    label: 'Ship to',
    placeholder: '=input.shipTo',
  }),
  shipFrom: Json.describe('Canonical address of the warehouse.').meta({
    editor: 'json',
    label: 'Ship from',
    placeholder: '{ "street": ["Am Hafen 1"], "city": "Hamburg", "country": "DE" }',
  }),
  weightGrams: z
    .number()
    .positive()
    .max(1_000_000)
    .describe('Weight of the parcel in grams.')
    .meta({ label: 'Weight, g', placeholder: '=input.weight.value' }),
  lookUp: z
    .enum(['when-in-doubt', 'always'])
    .default('when-in-doubt')
    .describe(
      'Whether a label for this number is looked for before any repeated attempt only, or before the first too.',
    )
    .meta({ label: 'Look for an existing label', fixed: true }),
};

/** An address as a carrier needs it. @throws StepError kind `item` where street, city or country is missing */
export function readAddress(value: Json, what: string): ParcelAddress {
  const address = ParcelAddress.safeParse(value);
  if (address.success) return address.data;
  const field = address.error.issues[0]?.path.join('.') || 'it';
  const message = `${what} is no address a carrier can use: ${field} is missing or wrong.`;
  throw new StepError({ kind: 'item', category: 'validation', code: 'address-invalid', message });
}

/** A label that was bought, whoever sold it. */
export const Label = z.object({
  reference: z.string(),
  carrier: z.string(),
  service: z.string(),
  trackingNumber: z.string(),
  trackingUrl: z.string().nullable(),
  labelUrl: z.string().nullable().describe('Where the label is fetched from, to be printed.'),
  price: z.object({ amount: z.string(), currency: z.string() }),
  created: z.boolean().describe('False when it was there already.'),
  identifiers: z.array(z.object({ system: z.string(), value: z.string() })),
});
export type Label = z.infer<typeof Label>;
