import type { Json } from '../run/json.ts';
import { maybeCode } from './absence.ts';
import { keyCode, textCode } from './field-path.ts';
import type { FieldType, SchemaField } from './schema-field.ts';

/** A way to make one field of another. `code` is given what reads the source. */
export interface Conversion {
  readonly label: string;
  readonly code: (read: string) => string;
}

/** What a line from one field to another would mean, as told while it is dragged. */
export type Fit =
  | { readonly grade: 'fits' }
  /** Offered to choose from, the likeliest first. */
  | { readonly grade: 'converts'; readonly conversions: readonly Conversion[] }
  | { readonly grade: 'cannot'; readonly reason: string };

const FITS: Fit = { grade: 'fits' };

/** Whether a source field can be mapped to a target field as it is, with a conversion, or not at all. */
export function fitOf(source: SchemaField, target: SchemaField): Fit {
  const type = typeFit(source, target);
  if (type.grade === 'cannot') return type;
  const mayBeMissing = !source.isRequired || source.isNullable;
  const needsValue = target.isRequired && !target.isNullable && target.type !== 'any';
  if (!mayBeMissing || !needsValue || source.type === 'any') return type;
  const conversions = type.grade === 'converts' ? type.conversions : [{ label: '', code: (read: string) => read }];
  const label = (first: string, second: string) => (second === '' ? first : `${first}; ${lowerFirst(second)}`);
  return {
    grade: 'converts',
    conversions: conversions.flatMap((each) => [
      {
        label: label('Must be there, else the message is wrong', each.label),
        code: (read) => each.code(`t.required(${read}, ${textCode(source.name || 'value')})`),
      },
      {
        label: label('With a default', each.label),
        // A conversion refuses what is missing, so it is done only where there is something to convert.
        code: (read) => `t.default(${maybeCode({ read, convert: each.code }, 't')}, ${zeroOf(target)})`,
      },
    ]),
  };
}

function typeFit(source: SchemaField, target: SchemaField): Fit {
  if (source.type === 'any' || target.type === 'any') return FITS;
  if (source.type === 'list' && target.type !== 'list') return listToOne(source, target);
  if (source.type !== 'list' && target.type === 'list') return oneToList(source, target);
  if (source.type === 'list') return itemsFit(source, target);
  if (source.type === 'object' || target.type === 'object') return objectFit(source, target);
  const way = CONVERSIONS[source.type]?.[target.type];
  if (way === 'same') return valuesFit(source, target);
  if (way === undefined)
    return { grade: 'cannot', reason: `${WORDS[source.type]} cannot become ${WORDS[target.type]}.` };
  return { grade: 'converts', conversions: [way] };
}

/** Formats a text can be brought into, and how. */
const FORMATS: Readonly<Record<string, Conversion>> = {
  'date-time': { label: 'Read as date and time', code: (read) => `t.date(${read})` },
  date: { label: 'Read as date', code: (read) => `t.date(${read}).slice(0, 10)` },
};

function valuesFit(source: SchemaField, target: SchemaField): Fit {
  const known = new Set(target.values);
  const isSubset = target.values === undefined || (source.values?.every((value) => known.has(value)) ?? false);
  if (!isSubset) {
    const pairs = (source.values ?? []).map(
      (value) => `${keyCode(String(value))}: ${literal(matching(value, target))}`,
    );
    const table = pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
    return {
      grade: 'converts',
      conversions: [{ label: 'By a list of codes', code: (read) => `t.codes(${read}, ${table})` }],
    };
  }
  const format = target.format !== source.format ? FORMATS[target.format ?? ''] : undefined;
  return format ? { grade: 'converts', conversions: [format] } : FITS;
}

/** The target value that is written alike, else the first: a person looks over the list. */
function matching(value: Json, { values = [] }: SchemaField): Json {
  const alike = values.find((each) => String(each).toLowerCase() === String(value).toLowerCase());
  return alike ?? values[0] ?? null;
}

function literal(value: Json): string {
  return typeof value === 'string' ? textCode(value) : JSON.stringify(value);
}

function objectFit(source: SchemaField, target: SchemaField): Fit {
  if (source.type !== target.type)
    return { grade: 'cannot', reason: `${WORDS[source.type]} cannot become ${WORDS[target.type]}.` };
  const missing = target.children.find((field) => {
    const same = source.children.find(({ name }) => name === field.name);
    return same ? fitOf(same, field).grade !== 'fits' : field.isRequired;
  });
  return missing ? { grade: 'cannot', reason: `Its ${missing.name} does not fit; map its fields one by one.` } : FITS;
}

function itemsFit(source: SchemaField, target: SchemaField): Fit {
  const [from, to] = [source.children[0], target.children[0]];
  if (!from || !to) return FITS;
  const fit = typeFit(from, to);
  if (fit.grade === 'fits') return fit;
  if (to.type === 'object') return { grade: 'cannot', reason: 'Map the fields of the items one by one.' };
  if (fit.grade === 'cannot') return fit;
  return {
    grade: 'converts',
    conversions: fit.conversions.map(({ label, code }) => ({
      label: `${label}, each`,
      code: (read) => `t.each(${read}, (item) => ${code('item')})`,
    })),
  };
}

function listToOne(source: SchemaField, target: SchemaField): Fit {
  const [item] = source.children;
  const fit = item ? typeFit(item, target) : FITS;
  const joined = target.type === 'text' && item && item.type !== 'object' && item.type !== 'list';
  const ways = fit.grade === 'converts' ? fit.conversions : fit.grade === 'fits' ? [AS_IT_IS] : [];
  const conversions: Conversion[] = [
    ...ways.map(({ label, code }) => ({
      label: label === '' ? 'The first one' : `The first one; ${lowerFirst(label)}`,
      code: (read: string) => code(`t.first(${read})`),
    })),
    ...(joined ? [{ label: 'All of them, with commas', code: (read: string) => `t.join(${read}, ', ')` }] : []),
  ];
  if (conversions.length > 0) return { grade: 'converts', conversions };
  return fit.grade === 'cannot' ? fit : { grade: 'cannot', reason: 'A list cannot become one value here.' };
}

const AS_IT_IS: Conversion = { label: '', code: (read) => read };

function oneToList(source: SchemaField, target: SchemaField): Fit {
  const [item] = target.children;
  const fit = item ? typeFit(source, item) : FITS;
  if (fit.grade === 'cannot') return fit;
  const ways = fit.grade === 'converts' ? fit.conversions : [AS_IT_IS];
  return {
    grade: 'converts',
    conversions: ways.map(({ label, code }) => ({
      label: label === '' ? 'As a list of one' : `As a list of one; ${lowerFirst(label)}`,
      code: (read) => `[${code(read)}]`,
    })),
  };
}

const WORDS: Readonly<Record<FieldType, string>> = {
  text: 'A text',
  number: 'A number',
  integer: 'A whole number',
  boolean: 'A yes or no',
  object: 'An object',
  list: 'A list',
  any: 'Anything',
};

const toNumber: Conversion = { label: 'Read as number', code: (read) => `t.number(${read})` };
const toInteger: Conversion = { label: 'Read as whole number', code: (read) => `t.int(${read})` };
const toText: Conversion = { label: 'As text', code: (read) => `t.text(${read})` };
const toBoolean: Conversion = { label: 'Read as yes or no', code: (read) => `t.bool(${read})` };

const CONVERSIONS: Partial<Record<FieldType, Partial<Record<FieldType, Conversion | 'same'>>>> = {
  text: { text: 'same', number: toNumber, integer: toInteger, boolean: toBoolean },
  number: { number: 'same', integer: toInteger, text: toText },
  integer: { integer: 'same', number: 'same', text: toText, boolean: toBoolean },
  boolean: { boolean: 'same', text: toText, integer: toInteger },
};

/** A default to begin with; the author writes the right one. */
function zeroOf({ type, values }: SchemaField): string {
  if (values?.[0] !== undefined) return literal(values[0]);
  return { text: "''", number: '0', integer: '0', boolean: 'false', object: '{}', list: '[]', any: 'null' }[type];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
