import { z } from 'zod';

const forgiven = (label: string, help: string) => z.boolean().default(true).describe(help).meta({ label, fixed: true });

/** What a partner is forgiven; the same for X12 and EDIFACT. */
export const forgivingParams = {
  mode: z
    .enum(['strict', 'lenient'])
    .default('strict')
    .describe(
      '"strict" takes what keeps the standard. "lenient" forgives this partner what is switched on below, each time with a warning.',
    )
    .meta({ label: 'How strict', fixed: true }),
  forgive: z
    .object({
      layout: forgiven(
        'Layout',
        'Blanks between segments, an interchange header that lost its padding or was broken over lines.',
      ),
      trailers: forgiven(
        'Missing ends',
        'Trailers that are not there, a last segment without its end. A file that was cut off looks the same.',
      ),
      counts: forgiven('Wrong counts', 'Trailers that state another number of segments, messages or groups.'),
      controlNumbers: forgiven(
        'Control numbers',
        'Trailers with another control number than their header; numbers used twice.',
      ),
      structure: forgiven('Segments', 'Segments that are unknown, missing, too many, or not in their place.'),
      values: forgiven('Values', 'Elements that are missing, too long, no number, no date, or none of their codes.'),
    })
    .prefault({})
    .meta({ label: 'Forgive', fixed: true, showWhen: { field: '/mode', is: ['lenient'] } }),
  onIssue: z
    .enum(['reject', 'skip'])
    .default('reject')
    .describe(
      '"reject" sends everything aside when one message is faulty; "skip" goes on with the good ones. The acknowledgement tells both.',
    )
    .meta({ label: 'Faulty messages', fixed: true }),
  raw: z
    .enum(['all', 'unknown'])
    .default('all')
    .describe('Raw segments beside the fields: of every message, or only of those whose fields are not known.')
    .meta({ label: 'Raw segments', fixed: true }),
};

type ForgivingParams = z.infer<z.ZodObject<typeof forgivingParams>>;

/** What the settings of a step forgive. */
export function forgivingOf({ mode, forgive }: Pick<ForgivingParams, 'mode' | 'forgive'>) {
  return mode === 'lenient' ? forgive : {};
}

/** An issue as a step tells it. */
export const EdiIssue = z.object({
  code: z.string(),
  message: z.string(),
  interchange: z.int().describe('Place of the interchange, from 0.'),
  controlNumber: z.string().optional().describe('Control number or reference of the message it is in.'),
  segmentNumber: z.int().optional().describe('Place of the segment in the interchange, from 1.'),
  element: z.int().optional().describe('Place of the element in the segment, from 1.'),
  component: z.int().optional().describe('Place of the component in the element, from 1.'),
  offset: z.int().describe('Byte the segment begins at.'),
  segment: z.string().optional().describe('The segment as it came, 200 characters at most.'),
});

/** How values are written that are not what the standard asks for. */
export const writingParams = {
  values: z
    .enum(['strict', 'lenient'])
    .default('strict')
    .describe(
      '"strict" refuses values that are missing, too long, no number or no date; "lenient" writes them as they are.',
    )
    .meta({ label: 'Values', fixed: true }),
  newline: z
    .enum(['none', 'lf', 'crlf'])
    .default('none')
    .describe('A line break behind each segment, for people.')
    .meta({ label: 'Line breaks', fixed: true }),
};

export const NEWLINES = { none: '', lf: '\n', crlf: '\r\n' } as const;

/** One character that parts things. */
export const separatorParam = (label: string, standard: string, help: string) =>
  z
    .string()
    .regex(/^[^\sA-Za-z0-9]$/, 'Use one character that is no letter, digit or blank.')
    .default(standard)
    .describe(help)
    .meta({ label, fixed: true });
