import { readNumber } from './numbers.ts';
import type { CsvColumnRule, CsvIssue, CsvReadOptions, CsvValue, CsvValues } from './options.ts';

type Problem = Pick<CsvIssue, 'code' | 'message' | 'column'>;

/** Makes rows of fields: names, numbers, the right count. One maker for a file. */
export type RowMaker = (fields: readonly string[], line: number) => CsvValues | { readonly problem: Problem };

export function rowMaker(
  columns: readonly string[] | undefined,
  { columns: rules = [], decimal = 'point', relaxed = false }: CsvReadOptions,
): RowMaker {
  const ruleOf = new Map(rules.map((rule) => [rule.column, rule] as const));
  const byPlace = columns?.map((name, place) => ruleOf.get(name) ?? ruleOf.get(String(place + 1))) ?? [];
  const hasRules = byPlace.some((rule) => rule !== undefined);
  const isPlainKey = !columns?.includes('__proto__');

  return (given, line) => {
    const fields = columns && relaxed ? fitted(given, columns.length) : given;
    if (columns && fields.length !== columns.length) {
      const message = `Line ${line} has ${fields.length} values, but there are ${columns.length} columns.`;
      return { problem: { code: 'wrong-column-count', message } };
    }
    const values: readonly CsvValue[] | { readonly problem: Problem } = hasRules
      ? converted(fields, { line, columns: columns ?? [], rules: byPlace, decimal })
      : fields;
    if (!columns || 'problem' in values) return values;
    if (!isPlainKey) return Object.fromEntries(columns.map((name, place) => [name, values[place] ?? null]));
    const row: Record<string, CsvValue> = {};
    for (let place = 0; place < columns.length; place += 1) {
      row[columns[place] as string] = values[place] as CsvValue;
    }
    return row;
  };
}

/** Short rows filled up, and empty values behind the last column cut off. */
function fitted(fields: readonly string[], count: number): readonly string[] {
  if (fields.length < count) return [...fields, ...Array.from({ length: count - fields.length }, () => '')];
  return fields.slice(count).every((field) => field.trim() === '') ? fields.slice(0, count) : fields;
}

function converted(
  fields: readonly string[],
  rest: {
    readonly line: number;
    readonly columns: readonly string[];
    readonly rules: readonly (CsvColumnRule | undefined)[];
    readonly decimal: 'point' | 'comma';
  },
): readonly CsvValue[] | { readonly problem: Problem } {
  const values: CsvValue[] = [];
  for (const [place, field] of fields.entries()) {
    const rule = rest.rules[place];
    const value = rule ? readNumber(field, rule.as, rest.decimal) : field;
    if (value === undefined) {
      const column = rest.columns[place] ?? String(place + 1);
      const shown = JSON.stringify(field.slice(0, 40));
      const message = `Line ${rest.line}, column ${column}: ${shown} is no number with a decimal ${rest.decimal}.`;
      return { problem: { code: 'not-a-number', column, message } };
    }
    values.push(value);
  }
  return values;
}

/** Names of a header row: trimmed, `column_3` for an empty one; a name that comes twice is an issue. */
export function columnNames(
  fields: readonly string[],
  line: number,
): readonly string[] | { readonly problem: Problem } {
  const names = fields.map((field, place) => field.trim() || `column_${place + 1}`);
  const seen = new Map<string, number>();
  for (const [place, name] of names.entries()) {
    const first = seen.get(name);
    if (first !== undefined) {
      const message = `Line ${line} names the columns ${first + 1} and ${place + 1} both "${name.slice(0, 40)}".`;
      return { problem: { code: 'header-repeated', column: name, message } };
    }
    seen.set(name, place);
  }
  return names;
}
