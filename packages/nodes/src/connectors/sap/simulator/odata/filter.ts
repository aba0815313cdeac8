import { parseDecimal } from './decimal.ts';
import type { EdmValue, Entity, EntitySet, Field } from './entity.ts';
import { ODataError } from './error.ts';
import { readDate } from './values.ts';

export type Test = (entity: Entity) => boolean;

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};

const TEXT_TESTS: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  substringof: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};

const TOKEN =
  /\s*(datetimeoffset'[^']*'|datetime'[^']*'|'(?:[^']|'')*'|-?\d+(?:\.\d+)?[mMdDlLfF]?|[A-Za-z_]\w*|[(),])/y;

/**
 * Compiles a `$filter`: `and`, `or`, `not`, parentheses, the six comparisons of a field with a literal, `substringof`,
 * `startswith` and `endswith`.
 *
 * @throws ODataError 400 where it cannot be read or names an unknown field
 * @see OData 2.0 URI conventions, 4.5
 */
export function parseFilter(text: string, set: EntitySet): Test {
  const tokens = tokenise(text);
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const take = (expected?: string): string => {
    const token = tokens[at];
    if (token === undefined || (expected !== undefined && token !== expected)) throw invalid(text);
    at += 1;
    return token;
  };
  const field = (name: string): Field => {
    const found = set.fields.find((candidate) => candidate.name === name);
    if (!found) throw new ODataError(400, '/IWBEP/CM_MGW_RT/021', `Property ${name} not found in type ${set.name}Type`);
    return found;
  };

  const any = (): Test => {
    let left = all();
    while (peek() === 'or') {
      take();
      const [a, b] = [left, all()];
      left = (entity) => a(entity) || b(entity);
    }
    return left;
  };
  const all = (): Test => {
    let left = one();
    while (peek() === 'and') {
      take();
      const [a, b] = [left, one()];
      left = (entity) => a(entity) && b(entity);
    }
    return left;
  };
  const one = (): Test => {
    const token = take();
    if (token === 'not') {
      const inner = one();
      return (entity) => !inner(entity);
    }
    if (token === '(') {
      const inner = any();
      take(')');
      return inner;
    }
    return peek() === '(' ? textTest(token) : comparison(field(token));
  };
  const textTest = (name: string): Test => {
    const test = TEXT_TESTS[name];
    if (!test) throw invalid(text);
    take('(');
    const [first, , second] = [take(), take(','), take()];
    take(')');
    // OData 2.0 has the part first in substringof only.
    const [owner, part] = name === 'substringof' ? [second, first] : [first, second];
    const { name: key } = field(owner);
    const wanted = literal(part, text);
    if (typeof wanted !== 'string') throw invalid(text);
    // `startswith(X,'y') eq true` is how many clients write it.
    if (peek() !== 'eq') return (entity) => test(String(entity.values[key] ?? ''), wanted);
    take('eq');
    const expected = literal(take(), text);
    return (entity) => test(String(entity.values[key] ?? ''), wanted) === expected;
  };
  const comparison = ({ name, type }: Field): Test => {
    const matches = COMPARISONS[take()];
    if (!matches) throw invalid(text);
    const wanted = literal(take(), text);
    return (entity) => {
      const value = entity.values[name] ?? null;
      // Nothing is before or after null; it only is, or is not, null.
      if (value === null || wanted === null) return matches(value === wanted ? 0 : Number.NaN);
      return matches(compareValues(type, value, wanted));
    };
  };

  const test = any();
  if (at < tokens.length) throw invalid(text);
  return test;
}

/** Negative, zero or positive, by the field's own order; document numbers in texts by their number. */
export function compareValues(type: Field['type'], a: EdmValue, b: EdmValue): number {
  if (type === 'Edm.Decimal') {
    const [x, y] = [parseDecimal(String(a), 9) ?? 0n, parseDecimal(String(b), 9) ?? 0n];
    return x < y ? -1 : Number(x > y);
  }
  if (typeof a === 'string' && typeof b === 'string') {
    const numbers = /^\d+$/.test(a) && /^\d+$/.test(b) && a.length !== b.length;
    if (numbers) return a.length - b.length;
    return a < b ? -1 : Number(a > b);
  }
  return Number(a) - Number(b);
}

function literal(token: string, whole: string): EdmValue {
  if (token === 'null') return null;
  if (token === 'true' || token === 'false') return token === 'true';
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  const date = /^datetime(?:offset)?'(.*)'$/.exec(token)?.[1];
  if (date !== undefined) {
    const ms = readDate(date);
    if (ms === undefined) throw invalid(whole);
    return ms;
  }
  if (/^-?\d/.test(token)) return token.replace(/[a-z]$/i, '');
  throw invalid(whole);
}

function tokenise(text: string): readonly string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(TOKEN);
  const source = text.trim();
  while (pattern.lastIndex < source.length) {
    const token = pattern.exec(source)?.[1];
    if (token === undefined) throw invalid(text);
    tokens.push(token);
  }
  return tokens;
}

function invalid(text: string): ODataError {
  return new ODataError(400, '/IWBEP/CM_MGW_RT/022', `Invalid filter expression '${text}'`, '$filter');
}
