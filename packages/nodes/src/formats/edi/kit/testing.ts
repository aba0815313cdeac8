import type { Json } from '@lockstep/schema/run';
import fc from 'fast-check';
import type { CodeList } from './code-lists.ts';
import { type CompositeDef, type Dictionary, type ElementDef, INLINE, type ValueDef } from './dictionary.ts';
import type { Item, SetDef } from './structure.ts';

type Data = Readonly<Record<string, Json>>;

/** Deepest loop that is filled. */
const DEEP = 3;

/** Data of a transaction set that keeps its definition: mandatory fields, and others by chance. */
export function generatedData(set: SetDef, dictionary: Dictionary): fc.Arbitrary<Data> {
  return itemsData(set.items, dictionary, 0);
}

function itemsData(items: readonly Item[], dictionary: Dictionary, depth: number): fc.Arbitrary<Data> {
  const fields = items.map((item) => {
    const one = item.segment === 'HL' ? levelData(item, dictionary) : itemData(item, dictionary, depth);
    const value = item.isMany ? fc.array(one, { minLength: 1, maxLength: Math.min(2, item.max) }) : one;
    return [item.name, item.isRequired, value] as const;
  });
  return chosen(depth > DEEP ? fields.filter(([, isRequired]) => isRequired) : fields, depth === 0 ? 4 : 8);
}

function itemData(item: Item, dictionary: Dictionary, depth: number): fc.Arbitrary<Data> {
  const own = elementsData(dictionary.segments.get(item.segment) ?? [], dictionary.codes);
  const inner = item.items ? itemsData(item.items, dictionary, depth + 1) : fc.constant({});
  return fc.tuple(own, inner).map(([fields, below]) => ({ ...fields, ...below }));
}

/** Levels of a ship notice, nested; their numbers follow from where they stand. */
function levelData(item: Item, dictionary: Dictionary): fc.Arbitrary<Data> {
  const level = (code: string, children: fc.Arbitrary<readonly Data[]>) =>
    fc
      .tuple(itemsData(item.items ?? [], dictionary, 1), children)
      .map(
        ([fields, below]): Data => ({ level: code, ...fields, ...(below.length > 0 && { children: below as Json[] }) }),
      );
  const items = fc.array(level('I', fc.constant([])), { maxLength: 2 });
  return level('S', fc.array(level('O', items), { maxLength: 2 }));
}

function elementsData(defs: readonly ElementDef[], codes: Readonly<Record<string, CodeList>>): fc.Arbitrary<Data> {
  return chosen(
    defs.map((def) => {
      if (def.kind !== 'list') return [def.name, def.isRequired, elementData(def, codes)] as const;
      const [composite] = def.of.filter((part) => part.kind === 'composite');
      const one = composite
        ? compositeData(composite, codes)
        : fc
            .tuple(...def.of.map((part) => elementData(part, codes)))
            .map((values) => Object.fromEntries(def.of.map(({ name }, at) => [name, values[at] as Json])));
      return [def.name, false, fc.array(one, { minLength: 1, maxLength: Math.min(2, def.times) })] as const;
    }),
    3,
  );
}

function elementData(def: ValueDef | CompositeDef, codes: Readonly<Record<string, CodeList>>): fc.Arbitrary<Json> {
  return def.kind === 'composite' ? compositeData(def, codes) : valueData(def, codes);
}

function compositeData({ parts }: CompositeDef, codes: Readonly<Record<string, CodeList>>): fc.Arbitrary<Data> {
  return fc
    .tuple(
      fc.tuple(...parts.map((part) => (part.name === 'moment' ? fc.constant('20261127') : valueData(part, codes)))),
      fc.integer({ min: 1, max: parts.length }),
    )
    .map(([values, length]) => {
      const needed = Math.max(length, parts.findLastIndex(({ isRequired }) => isRequired) + 1);
      const given = parts.slice(0, needed).map(({ name }, at) => [name, values[at] as Json] as const);
      const data: Record<string, Json> = Object.fromEntries(given);
      // A moment without a known format is text; with one it is ISO.
      if ('format' in data) data.format = '102';
      if ('moment' in data && 'format' in data) data.moment = '2026-11-27';
      return data;
    });
}

function valueData(
  { type, min, max, decimals, codes: list }: ValueDef,
  codes: Readonly<Record<string, CodeList>>,
): fc.Arbitrary<Json> {
  const known = list === undefined ? undefined : codes[list];
  if (known)
    return fc.constantFrom(...Object.keys(known.codes).filter((code) => code.length >= min && code.length <= max));
  const least = 10 ** (min - 1);
  const most = 10 ** Math.min(max, 9) - 1;
  switch (type) {
    case 'text':
    case 'code':
      return fc.string({
        unit: fc.constantFrom(...'ABCXYZ0189 -./äé'),
        minLength: min,
        maxLength: Math.max(min, Math.min(max, 12)),
      });
    case 'number':
      return fc.integer({ min: least, max: most });
    case 'decimal':
      return fc
        .integer({ min: least, max: most })
        .map((value) => (min < 3 && max > 3 ? `${Math.floor(value / 100)}.5` : String(value)));
    case 'implied':
      return fc.integer({ min: least, max: most }).map((value) => (value / 10 ** decimals).toFixed(decimals));
    case 'date':
      return fc
        .integer({ min: 0, max: 9000 })
        .map((day) => new Date(Date.UTC(2020, 0, day)).toISOString().slice(0, 10));
    case 'time':
      return fc.constantFrom(...['09:30', '23:59:59'].filter((time) => time.replaceAll(':', '').length <= max));
    default:
      return type satisfies never;
  }
}

/** Fields that are required, and each of the others with a chance of one in `oneIn`. */
function chosen(
  fields: readonly (readonly [string, boolean, fc.Arbitrary<Json>])[],
  oneIn: number,
): fc.Arbitrary<Data> {
  const entries = fields.map(([name, isRequired, value]) => {
    const entry = value.map((each) => [name, each] as const);
    if (isRequired) return entry;
    const nothing = fc.constant(undefined);
    return fc.oneof({ weight: 1, arbitrary: entry }, { weight: oneIn - 1, arbitrary: nothing });
  });
  return fc.tuple(...entries).map((given) => {
    const data = Object.fromEntries(given.filter((entry) => entry !== undefined));
    const { [INLINE]: inline, ...rest } = data as Record<string, Json>;
    return { ...rest, ...(inline as Data | undefined) };
  });
}

/** Data without the words beside its codes. */
export function withoutMeanings(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutMeanings);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => !name.endsWith('Meaning'));
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutMeanings(each)]));
}
