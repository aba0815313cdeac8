import { z } from 'zod';
import { Json } from '../run/json.ts';
import { ConsentPurpose, CustomerField, SourceRef } from './fields.ts';

/** One line of the log of decisions of a customer. */
export const CustomerEntry = z.object({
  type: z.enum([
    'made',
    /** The record of a system was found to be this customer. */
    'linked',
    /** A field got another value, or another system says it now. */
    'decided',
    'merged',
    'unmerged',
    /** A person chose the value of a field. */
    'chosen',
    /** A person left a field to the rules again. */
    'released',
    /** A system was told. */
    'written',
    /** A system was not told, since the person has not agreed. */
    'blocked',
  ]),
  field: CustomerField.optional(),
  from: Json.optional(),
  to: Json.optional(),
  /** Why: a `Reason` of a decision, or what two records share. */
  why: z.string().max(500).optional(),
  source: SourceRef.optional(),
  /** Written or blocked: the system; its id where it has a record. */
  system: z.string().optional(),
  fields: z.array(CustomerField).optional(),
  needs: ConsentPurpose.optional(),
  /** The other record of a merge. */
  other: z.string().optional(),
  /** Who, where a person did it. */
  by: z.string().optional(),
});
export type CustomerEntry = z.infer<typeof CustomerEntry>;
