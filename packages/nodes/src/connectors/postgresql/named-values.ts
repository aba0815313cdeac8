import type { Json, JsonObject } from '@lockstep/schema/run';

/** SQL whose values are called by name (`:sku`), as PostgreSQL takes it: by number. */
export interface NumberedStatement {
  readonly text: string;
  /** Names in the order of their numbers. */
  readonly names: readonly string[];
}

/** What stands in SQL and is no place for a name: texts, identifiers, dollar quotes, comments, casts. @see PostgreSQL 18, 4.1 */
const TOKEN =
  /'(?:[^'\\]|''|\\[\s\S])*'|"(?:[^"]|"")*"|(\$[A-Za-z_\u0080-\uffff]*\$)[\s\S]*?\1|--[^\n]*|\/\*[\s\S]*?\*\/|::|:([A-Za-z_]\w*)/g;

/** The same name is the same value wherever it stands. */
export function numbered(sql: string): NumberedStatement {
  const names: string[] = [];
  const text = sql.replace(TOKEN, (found: string, _quote: string | undefined, name: string | undefined) => {
    if (name === undefined) return found;
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { text, names };
}

/** Values by number. @returns the first name without a value, when one lacks */
export function valuesOf(names: readonly string[], values: JsonObject): readonly Json[] | { readonly missing: string } {
  const missing = names.find((name) => values[name] === undefined);
  return missing === undefined ? names.map((name) => values[name] ?? null) : { missing };
}
