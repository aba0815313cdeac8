import { at, listAt, type Params, textAt } from './document.ts';
import { type Names, writeOperand } from './expression.ts';

export interface Condition {
  /** Code of a boolean expression. */
  readonly code: string;
  readonly unknown: readonly string[];
}

/** The conditions of an IF, a filter or a rule of a switch, in the shapes of all versions. */
export function writeConditions(conditions: unknown, names: Names, combine?: string): Condition {
  const listed = listAt(conditions, 'conditions');
  const parts =
    listed.length > 0
      ? listed.map((each) => writeTest(each, names))
      : TYPES.flatMap((type) => listAt(conditions, type).map((each) => writeOldTest(type, each, names)));
  const isAny = textAt(conditions, 'combinator') === 'or' || combine === 'any';
  const codes = parts.map(({ code }) => code);
  return {
    code:
      codes.length === 0
        ? 'true'
        : codes.length === 1
          ? (codes[0] as string)
          : codes.map((code) => `(${code})`).join(isAny ? ' || ' : ' && '),
    unknown: parts.flatMap(({ unknown }) => unknown),
  };
}

const TYPES = ['string', 'number', 'boolean', 'dateTime'] as const;

function writeTest(test: Params, names: Names): Condition {
  const type = textAt(test, 'operator.type') ?? 'string';
  const operation = textAt(test, 'operator.operation') ?? textAt(test, 'operation') ?? 'equals';
  return compare(type, operation, at(test, 'leftValue'), at(test, 'rightValue'), names);
}

/** Version 1 names its operations by type, and leaves out the usual one. */
function writeOldTest(type: string, test: Params, names: Names): Condition {
  const operation = textAt(test, 'operation') ?? (type === 'number' ? 'smaller' : 'equal');
  return compare(type, operation, at(test, 'value1'), at(test, 'value2'), names);
}

/** One comparison: `type` is n8n's `string`, `number`, `boolean`, `dateTime`, `array` or `object`. */
export function compare(type: string, operation: string, left: unknown, right: unknown, names: Names): Condition {
  const one = writeOperand(left, names);
  const other = writeOperand(right, names);
  const code = write(type, operation, one.code, other.code);
  const unknown = [...one.unknown, ...other.unknown];
  if (code !== undefined) return { code, unknown };
  return { code: 'false', unknown: [...unknown, `the comparison "${operation}"`] };
}

function write(type: string, operation: string, a: string, b: string): string | undefined {
  const text = (code: string) => (code.startsWith('"') ? code : `String(${code} ?? '')`);
  const number = (code: string) => (/^-?\d/.test(code) ? code : `Number(${code})`);
  const time = (code: string) => `Date.parse(${code})`;
  const value = type === 'number' ? number : type === 'dateTime' ? time : text;
  switch (operation) {
    case 'equals':
    case 'equal':
      return type === 'boolean' ? `(${a}) === ${b === 'null' ? 'true' : b}` : `${value(a)} === ${value(b)}`;
    case 'notEquals':
    case 'notEqual':
      return type === 'boolean' ? `(${a}) !== ${b === 'null' ? 'true' : b}` : `${value(a)} !== ${value(b)}`;
    case 'contains':
      return type === 'array' ? `(${a}).includes(${b})` : `${text(a)}.includes(${text(b)})`;
    case 'notContains':
      return type === 'array' ? `!(${a}).includes(${b})` : `!${text(a)}.includes(${text(b)})`;
    case 'startsWith':
      return `${text(a)}.startsWith(${text(b)})`;
    case 'notStartsWith':
      return `!${text(a)}.startsWith(${text(b)})`;
    case 'endsWith':
      return `${text(a)}.endsWith(${text(b)})`;
    case 'notEndsWith':
      return `!${text(a)}.endsWith(${text(b)})`;
    case 'regex':
      return `new RegExp(${b}).test(${text(a)})`;
    case 'notRegex':
      return `!new RegExp(${b}).test(${text(a)})`;
    case 'exists':
      return `(${a}) !== undefined && (${a}) !== null`;
    case 'notExists':
      return `(${a}) === undefined || (${a}) === null`;
    case 'empty':
    case 'isEmpty':
      return type === 'array' || type === 'object' ? `Object.keys((${a}) ?? {}).length === 0` : `${text(a)} === ''`;
    case 'notEmpty':
    case 'isNotEmpty':
      return type === 'array' || type === 'object' ? `Object.keys((${a}) ?? {}).length > 0` : `${text(a)} !== ''`;
    case 'true':
      return `(${a}) === true`;
    case 'false':
      return `(${a}) === false`;
    case 'larger':
    case 'gt':
    case 'after':
      return `${value(a)} > ${value(b)}`;
    case 'largerEqual':
    case 'gte':
    case 'afterOrEquals':
      return `${value(a)} >= ${value(b)}`;
    case 'smaller':
    case 'lt':
    case 'before':
      return `${value(a)} < ${value(b)}`;
    case 'smallerEqual':
    case 'lte':
    case 'beforeOrEquals':
      return `${value(a)} <= ${value(b)}`;
    case 'lengthEquals':
      return `(${a}).length === ${number(b)}`;
    case 'lengthNotEquals':
      return `(${a}).length !== ${number(b)}`;
    case 'lengthGte':
      return `(${a}).length >= ${number(b)}`;
    case 'lengthLte':
      return `(${a}).length <= ${number(b)}`;
    case 'lengthGt':
      return `(${a}).length > ${number(b)}`;
    case 'lengthLt':
      return `(${a}).length < ${number(b)}`;
    default:
      return undefined;
  }
}
