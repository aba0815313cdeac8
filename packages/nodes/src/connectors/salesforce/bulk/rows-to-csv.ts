import { StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { parseCsv } from '../../../formats/csv/parse.ts';
import { writeCsv } from '../../../formats/csv/write.ts';
import { isObject } from '../../kit/read-json.ts';

export interface BulkCsv {
  readonly text: string;
  readonly rows: number;
}

/** Empties a field; an empty cell leaves it as it is. @see "Bulk API 2.0", "Valid CSV Record Rows" */
const EMPTIED = '#N/A';

/**
 * The file of a job: a list of objects by API name, or CSV as it is. Null empties a field, what is absent leaves it alone.
 *
 * @throws StepError kind `item` for what is neither, for rows without their external id, and for one that stands there twice
 */
export function rowsToCsv(rows: Json, externalIdField: string): BulkCsv {
  const list = typeof rows === 'string' ? rowsOfText(rows) : rows;
  if (!Array.isArray(list) || list.length === 0) {
    throw wrong(
      'rows-invalid',
      'There are no rows: give a list of objects by API name, or CSV with a first row of names.',
    );
  }
  const seen = new Map<string, number>();
  const cells = list.map((row, index): JsonObject => {
    if (!isObject(row)) throw wrong('rows-invalid', `Row ${index + 1} is no object.`);
    const id = Object.entries(row).find(([name]) => name.toLowerCase() === externalIdField.toLowerCase())?.[1];
    if ((typeof id !== 'string' && typeof id !== 'number') || id === '') {
      throw wrong('external-id-missing', `Row ${index + 1} has no ${externalIdField}.`);
    }
    const earlier = seen.get(String(id));
    if (earlier !== undefined) {
      throw wrong('external-id-repeated', `Rows ${earlier} and ${index + 1} have the same ${externalIdField}, ${id}.`);
    }
    seen.set(String(id), index + 1);
    if (typeof rows === 'string') return row;
    return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? EMPTIED : value]));
  });
  const written = writeCsv(cells, { newline: '\n' });
  if (written.ok) return { text: written.text, rows: list.length };
  const [issue] = written.issues;
  throw wrong('rows-invalid', `Row ${issue?.row}, ${issue?.column ?? 'no column'}: ${issue?.message}`);
}

function rowsOfText(text: string): readonly Json[] {
  const { rows, issues } = parseCsv(text, { delimiter: ',' });
  const [issue] = issues;
  if (issue) throw wrong('rows-invalid', `Line ${issue.line} of the CSV: ${issue.message}`);
  return rows as unknown as readonly Json[];
}

function wrong(code: string, message: string): StepError {
  return new StepError({ kind: 'item', category: 'validation', code, message });
}
