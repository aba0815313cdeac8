import { z } from 'zod';

/** How something stands: the same colour, shape and word for the same state on every picture. */
export const PictureTone = z.enum(['ok', 'running', 'waiting', 'failed', 'undone', 'dead', 'idle', 'accent']);
export type PictureTone = z.infer<typeof PictureTone>;

/** What numbers are of. `ms` is told as a duration, `share` (0 to 1) as per cent. */
export const PictureUnit = z.enum(['count', 'ms', 'share', 'rate']);
export type PictureUnit = z.infer<typeof PictureUnit>;

/** Path of the designer that lists what a mark counts: `/runs?status=done`. */
const Href = z.string().startsWith('/').optional();
/** Epoch milliseconds. */
const At = z.number();
const Share = z.number().min(0).max(1);

const frame = {
  /** Unique on its board. */
  id: z.string(),
  title: z.string(),
  /** The question it answers. */
  ask: z.string(),
  /** Takes the whole width. */
  wide: z.boolean().optional(),
};

/** Big numbers, each of which opens its list. */
const Numbers = z.object({
  ...frame,
  kind: z.literal('numbers'),
  items: z.array(
    z.object({
      label: z.string(),
      /** Null where nothing can be told. */
      value: z.number().nullable(),
      unit: PictureUnit,
      tone: PictureTone,
      note: z.string().optional(),
      href: Href,
    }),
  ),
});

/** Lines, or areas upon one another, over time. */
const Series = z.object({
  ...frame,
  kind: z.literal('series'),
  unit: PictureUnit,
  scale: z.enum(['linear', 'log']),
  stacked: z.boolean(),
  times: z.array(At),
  series: z.array(z.object({ name: z.string(), tone: PictureTone, values: z.array(z.number().nullable()) })),
  limit: z.object({ value: z.number(), label: z.string() }).optional(),
  markers: z.array(z.object({ at: At, label: z.string(), kind: z.enum(['publish', 'incident']), href: Href })),
  /** What follows if it goes on like this: "drains in 9 min at the present rate". */
  outlook: z.string().optional(),
});

/** How often a promise was kept, against how often it must be. */
const Bullets = z.object({
  ...frame,
  kind: z.literal('bullets'),
  rows: z.array(z.object({ label: z.string(), share: Share, target: Share, total: z.int(), href: Href })),
});

/** Bars, now against before; `cumulative` adds the line of a Pareto chart. */
const Bars = z.object({
  ...frame,
  kind: z.literal('bars'),
  unit: PictureUnit,
  cumulative: z.boolean(),
  /** What `before` is of: "same hours last week". */
  beforeLabel: z.string().optional(),
  rows: z.array(
    z.object({
      label: z.string(),
      value: z.number(),
      before: z.number().optional(),
      note: z.string().optional(),
      tone: PictureTone,
      href: Href,
    }),
  ),
});

/** What became of what; no way leads back. */
const Sankey = z.object({
  ...frame,
  kind: z.literal('sankey'),
  nodes: z.array(z.object({ id: z.string(), label: z.string(), tone: PictureTone, href: Href })),
  links: z.array(z.object({ from: z.string(), to: z.string(), value: z.number().positive() })),
});

/** How many, by time and size: shows two humps where a percentile shows one number. */
const Heatmap = z.object({
  ...frame,
  kind: z.literal('heatmap'),
  columns: z.array(At),
  /** The lowest first. */
  rows: z.array(z.string()),
  /** By row, then column. */
  cells: z.array(z.array(z.int())),
});

/** Where the time goes, one stage after the other. */
const Waterfall = z.object({
  ...frame,
  kind: z.literal('waterfall'),
  rows: z.array(
    z.object({ label: z.string(), startMs: z.number(), p50: z.number(), p95: z.number(), n: z.int(), href: Href }),
  ),
});

/** Of those that came in an hour, the share that was finished after so long. */
const Cohorts = z.object({
  ...frame,
  kind: z.literal('cohorts'),
  columns: z.array(z.string()),
  rows: z.array(z.object({ at: At, total: z.int(), shares: z.array(Share.nullable()) })),
});

/** A square a day. */
const Calendar = z.object({
  ...frame,
  kind: z.literal('calendar'),
  /** What is counted: "breaches". */
  of: z.string(),
  days: z.array(z.object({ date: z.iso.date(), value: z.int() })),
});

/** A dot each on one axis, with the limit they must keep. */
const Dots = z.object({
  ...frame,
  kind: z.literal('dots'),
  unit: PictureUnit,
  limit: z.object({ value: z.number(), label: z.string() }).optional(),
  rows: z.array(
    z.object({ label: z.string(), dots: z.array(z.object({ label: z.string(), value: z.number(), href: Href })) }),
  ),
});

/** Two numbers of each thing against one another. */
const Scatter = z.object({
  ...frame,
  kind: z.literal('scatter'),
  x: z.object({ label: z.string(), unit: PictureUnit }),
  y: z.object({ label: z.string(), unit: PictureUnit }),
  /** One for each part of the time, by when it began. */
  points: z.array(z.object({ x: z.number(), y: z.number(), at: At, href: Href })),
});

/** What state each was in, over time. */
const States = z.object({
  ...frame,
  kind: z.literal('states'),
  from: At,
  to: At,
  rows: z.array(
    z.object({
      label: z.string(),
      href: Href,
      segments: z.array(z.object({ from: At, to: At, state: z.string(), tone: PictureTone })),
    }),
  ),
});

/** The spread of a number, a box for each week. */
const Boxes = z.object({
  ...frame,
  kind: z.literal('boxes'),
  unit: PictureUnit,
  rows: z.array(
    z.object({
      /** Beginning of its week. */
      at: At,
      n: z.int(),
      p5: z.number(),
      p25: z.number(),
      p50: z.number(),
      p75: z.number(),
      p95: z.number(),
    }),
  ),
});

/** Plain rows. Moments are epoch milliseconds in columns of unit `at`. */
const Rows = z.object({
  ...frame,
  kind: z.literal('rows'),
  columns: z.array(z.object({ label: z.string(), unit: z.enum(['text', 'at', 'count', 'ms', 'share', 'rate']) })),
  rows: z.array(
    z.object({
      cells: z.array(z.union([z.string(), z.number()]).nullable()),
      tone: PictureTone.optional(),
      href: Href,
    }),
  ),
});

/** What is stuck and wants a person, the oldest first. */
const Work = z.object({
  ...frame,
  kind: z.literal('work'),
  rows: z.array(
    z.object({
      key: z.string(),
      title: z.string().optional(),
      /** State of its case, or the step it stands at. */
      stage: z.string(),
      since: At,
      cause: z.string(),
      nextTry: At.optional(),
      owner: z.string().optional(),
      /** Open exception that can be tried again or discarded. */
      exceptionId: z.string().optional(),
      href: z.string().startsWith('/'),
    }),
  ),
  /** How many there are in all. */
  total: z.int(),
});

/** A picture of a board: what it shows, not how. */
export const Picture = z.discriminatedUnion('kind', [
  Numbers,
  Series,
  Bullets,
  Bars,
  Sankey,
  Heatmap,
  Waterfall,
  Cohorts,
  Calendar,
  Dots,
  Scatter,
  States,
  Boxes,
  Rows,
  Work,
]);
export type Picture = z.infer<typeof Picture>;
export type PictureOf<Kind extends Picture['kind']> = Extract<Picture, { kind: Kind }>;
