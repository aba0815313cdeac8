import { z } from 'zod';

const Instant = z.iso.datetime({ offset: true });
const Word = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[a-z][a-z0-9_-]*$/, 'Use lower-case letters, digits, dashes and underscores.');

/** What kind of thing a case is about: `order`, `return`, `shipment`, or a word of the company's own. */
export const CaseKind = Word;
/** What people call it by: an order number. */
export const CaseKey = z.string().min(1).max(200);

/** Parts of a case that have a state of their own. */
export const PART_KINDS = ['line', 'group'] as const;
export type PartKind = (typeof PART_KINDS)[number];

/** What is known of a line, or of a fulfilment group: the lines that one warehouse or supplier sends together. */
export const CasePart = z.object({
  id: z.string().min(1).max(100),
  state: z.string(),
  /** When that state began, in the world. */
  at: Instant,
  /** Of a line: the group it goes with. */
  group: z.string().max(100).optional(),
  /** What people call it by. */
  title: z.string().max(200).optional(),
  quantity: z.number().optional(),
});
export type CasePart = z.infer<typeof CasePart>;

/** A document that another system made for the case. */
export const CaseDocument = z.object({
  type: z.string().min(1).max(60).describe('What it is: "sales order", "delivery", "credit memo".'),
  id: z.string().min(1).max(100),
  system: z.string().max(60).optional(),
});
export type CaseDocument = z.infer<typeof CaseDocument>;

/** Something that must happen by a moment. */
export const Expectation = z.object({
  name: z.string().min(1).max(60),
  /** The line or group it is about; absent: the case. */
  part: z.string().max(100).optional(),
  by: Instant,
  /** When it was found missing. */
  missedAt: Instant.optional(),
});
export type Expectation = z.infer<typeof Expectation>;

export const Milestone = z.object({
  name: z.string().min(1).max(60),
  part: z.string().max(100).optional(),
  at: Instant,
  /** It was expected earlier. */
  late: z.boolean().optional(),
});
export type Milestone = z.infer<typeof Milestone>;

/** One business object as all flows know it together. */
export const Case = z.object({
  kind: CaseKind,
  key: CaseKey,
  title: z.string().max(200).optional(),
  state: z.string(),
  /** When that state began, in the world. */
  at: Instant,
  lines: z.array(CasePart).max(500),
  groups: z.array(CasePart).max(100),
  documents: z.array(CaseDocument).max(200),
  milestones: z.array(Milestone).max(500),
  expected: z.array(Expectation).max(100),
});
export type Case = z.infer<typeof Case>;

/** What a message tells of a part; what it leaves out stays as it is. */
export const PartChange = CasePart.partial().required({ id: true }).omit({ at: true });
export type PartChange = z.infer<typeof PartChange>;

/** What a message tells of a case. */
export const CaseChange = z.object({
  /** When it happened in the world. */
  at: Instant,
  title: z.string().max(200).optional(),
  state: z.string().max(60).optional(),
  lines: z.array(PartChange).max(500).default([]),
  groups: z.array(PartChange).max(100).default([]),
  documents: z.array(CaseDocument).max(200).default([]),
  reached: z
    .array(Milestone.pick({ name: true, part: true }))
    .max(100)
    .default([]),
  expected: z
    .array(Expectation.omit({ missedAt: true }))
    .max(100)
    .default([]),
  note: z.string().max(2000).optional(),
  /** Whether the customer may see it. */
  visible: z.boolean().default(false),
});
export type CaseChange = z.infer<typeof CaseChange>;

/** One line of the story of a case. */
export const CaseEntry = z.object({
  type: z.enum([
    'opened',
    'state',
    'part',
    'document',
    'milestone',
    'expected',
    'missed',
    'note',
    /** Told of something that a later message had overtaken: nothing changed. */
    'late',
    /** Contradicts what is known: nothing changed. */
    'refused',
  ]),
  /** When it happened in the world. */
  at: Instant,
  part: z.string().optional(),
  partKind: z.enum(PART_KINDS).optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  /** Of a part: its title. Of a milestone, an expectation or a document: its name. Of an opening: what it holds. A note: the text. */
  text: z.string().optional(),
  /** Of a document: the system that made it. */
  system: z.string().optional(),
  /** Of an expectation: by when. */
  by: Instant.optional(),
  visible: z.boolean().optional(),
});
export type CaseEntry = z.infer<typeof CaseEntry>;
