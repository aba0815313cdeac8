import { z } from 'zod';
import { parseCsv } from '../../../formats/csv/parse.ts';

const Row = z.record(z.string(), z.string()).describe('As it was sent, by API name.');

export const SucceededRow = z.object({ id: z.string(), created: z.boolean(), row: Row });
export const FailedRow = z.object({ id: z.string().nullable(), code: z.string(), message: z.string(), row: Row });

type Cells = Readonly<Record<string, string>>;

/** Rows that were written. @see "Bulk API 2.0", "Get Job Successful Record Results" */
export function succeededOf(csv: string): z.infer<typeof SucceededRow>[] {
  return cellsOf(csv).map(({ sf__Id = '', sf__Created, ...row }) => ({
    id: sf__Id,
    created: sf__Created === 'true',
    row,
  }));
}

/** Rows that were not, each with why. @see "Get Job Failed Record Results" */
export function failedOf(csv: string): z.infer<typeof FailedRow>[] {
  return cellsOf(csv).map(({ sf__Id = '', sf__Error = '', ...row }) => {
    const [, code = 'UNKNOWN', message = sf__Error] =
      /^([A-Z][A-Z0-9_]+):(.*?)(?::[\w.,; ]*)?\s*(?:--)?\s*$/s.exec(sf__Error) ?? [];
    return { id: sf__Id === '' ? null : sf__Id, code, message, row };
  });
}

/** Rows nobody looked at. @see "Get Job Unprocessed Record Results" */
export function unprocessedOf(csv: string): Record<string, string>[] {
  return cellsOf(csv).map((row) => ({ ...row }));
}

function cellsOf(csv: string): readonly Cells[] {
  return parseCsv(csv, { delimiter: ',' }).rows as readonly Cells[];
}
