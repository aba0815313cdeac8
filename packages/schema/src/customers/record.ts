import { z } from 'zod';
import { Json } from '../run/json.ts';
import { CustomerField, CustomerValues, SourceRef } from './fields.ts';

const Instant = z.iso.datetime({ offset: true });

/** What a system told at a moment of its own clock. */
export const Point = z.object({ atMs: z.int(), value: Json });
export type Point = z.infer<typeof Point>;

/** What we wrote to a system. */
export const Sent = z.object({
  value: Json,
  /** The last report of the system that was known then, by its clock: an echo is newer. */
  afterMs: z.int(),
});
export type Sent = z.infer<typeof Sent>;

/** All that is known of one field in one system. */
export const FieldHistory = z.object({
  points: z.array(Point),
  /** What was written there, oldest first: its own report of these is no edit. */
  sent: z.array(Sent),
});
export type FieldHistory = z.infer<typeof FieldHistory>;

export const FieldHistories = z.partialRecord(CustomerField, FieldHistory);
export type FieldHistories = z.infer<typeof FieldHistories>;

/** What a record can be found by; it grows only, so that a changed e-mail address parts nobody. */
export const KeySets = z.object({
  email: z.array(z.string()),
  phone: z.array(z.string()),
  nameAddress: z.array(z.string()),
});
export type KeySets = z.infer<typeof KeySets>;

/** The record of one system. */
export const CustomerSource = SourceRef.extend({
  fields: FieldHistories,
  keys: KeySets,
  /** Values that were kept from it for want of consent, so that each is told of once. */
  blocked: CustomerValues.optional(),
});
export type CustomerSource = z.infer<typeof CustomerSource>;

/** What a person decided for a field; it stands whatever systems say. */
export const Choice = z.object({
  field: CustomerField,
  value: Json,
  by: z.string().min(1).max(200),
  at: Instant,
  reason: z.string().max(500).optional(),
});
export type Choice = z.infer<typeof Choice>;

/** Another record that was found to be the same person. */
export const Merger = z.object({
  id: z.string(),
  /** What came from it. */
  sources: z.array(SourceRef),
  choices: z.array(Choice),
  at: Instant,
});
export type Merger = z.infer<typeof Merger>;

/** One person or company, with what every system says. The golden record is computed from it (`decideFields`). */
export const CustomerRecord = z.object({
  /** `C-1001` */
  id: z.string().min(1).max(60),
  sources: z.array(CustomerSource),
  /** Written to systems that have no record yet, by system. */
  made: z.record(z.string(), FieldHistories),
  /** Kept from systems that have no record yet, by system. */
  unmade: z.record(z.string(), CustomerValues),
  choices: z.array(Choice),
  mergers: z.array(Merger),
  /** Records that a person said are somebody else. */
  apart: z.array(z.string()),
  mergedInto: z.string().optional(),
  /** Counts the changes of what is golden, from 1. */
  version: z.int(),
  updatedAt: Instant,
});
export type CustomerRecord = z.infer<typeof CustomerRecord>;

/** What one system tells of a customer. */
export const Telling = SourceRef.extend({
  /** When it was so, by that system's clock. */
  at: Instant,
  values: CustomerValues,
  /** Our number, where the system knows it. */
  customer: z.string().max(60).optional(),
});
export type Telling = z.infer<typeof Telling>;

export function emptyRecord(id: string, updatedAt: string): CustomerRecord {
  return { id, sources: [], made: {}, unmade: {}, choices: [], mergers: [], apart: [], version: 0, updatedAt };
}
