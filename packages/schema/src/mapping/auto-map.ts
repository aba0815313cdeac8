import { type FieldPath, ITEM, listsOf } from './field-path.ts';
import { type Fit, fitOf } from './fit.ts';
import type { MapLine } from './map-view.ts';
import { below, isBegun, pathTree } from './path-tree.ts';
import type { SchemaField } from './schema-field.ts';

/** A line that the names suggest. Nothing is mapped until a person takes it. */
export interface Suggestion {
  readonly target: FieldPath;
  readonly source: FieldPath;
  readonly fit: Exclude<Fit, { grade: 'cannot' }>;
  readonly why: string;
}

/** Words that mean the same in the systems we know, each line one meaning. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['sku', 'material', 'item code', 'item number', 'article', 'article number', 'product code'],
  ['quantity', 'qty', 'requested quantity', 'amount ordered'],
  ['zip', 'postal code', 'post code', 'zip code'],
  ['country', 'country code'],
  ['region', 'province', 'province code', 'state', 'county'],
  ['city', 'city name', 'town'],
  ['street', 'address1', 'address line 1', 'street name'],
  ['phone', 'telephone', 'phone number'],
  ['email', 'email address', 'mail', 'e mail'],
  ['reference', 'name', 'order number', 'order no', 'purchase order by customer', 'external document number'],
  ['external id', 'id', 'order id', 'identifier'],
  ['currency', 'currency code', 'transaction currency'],
  ['price', 'unit price', 'net price', 'net amount'],
  ['total', 'total price', 'grand total', 'total net amount'],
  ['placed at', 'created at', 'order date', 'creation date', 'processed at', 'purchase date'],
  ['updated at', 'last changed', 'modified at', 'last modified date time'],
  ['lines', 'line items', 'items', 'order items', 'to item', 'sales order lines'],
  ['ship to', 'shipping address', 'delivery address'],
  ['bill to', 'billing address', 'invoice address'],
  ['customer', 'sold to party', 'buyer', 'customer number'],
  ['tax', 'total tax', 'tax amount', 'vat'],
  ['tracking number', 'tracking code', 'waybill'],
  ['status', 'state'],
  ['note', 'comment', 'remark', 'text'],
];

const MEANINGS = new Map(SYNONYMS.flatMap((words, meaning) => words.map((word) => [word, meaning] as const)));

const known = new Map<string, string>();

/** `postalCode`, `postal_code`, `PostalCode` -> `postal code`. Remembered: contracts have few names, and compare them often. */
function wordsOf(name: string): string {
  const found = known.get(name);
  if (found !== undefined) return found;
  const words = splitWords(name);
  if (known.size > MOST_NAMES) known.clear();
  known.set(name, words);
  return words;
}

const MOST_NAMES = 50_000;

function splitWords(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/[^A-Za-z\d]+/g, ' ')
    .trim()
    .toLowerCase();
}

/**
 * Suggests a source for each open leaf of the target: the same name, or a word with the same meaning, of a type that fits or
 * can be converted, in the same kind of place. A source is suggested where it is surest; ties go to the first in the contract.
 */
export function suggestLines(
  source: SchemaField,
  target: SchemaField,
  lines: readonly MapLine[],
): readonly Suggestion[] {
  const alike = alikeIn(source);
  const drawn = pathTree(lines.map((line) => line.target));
  const isOpen = ({ path }: SchemaField) => !isBegun(drawn, path) && below(drawn, path) === undefined;
  return leavesOf(target)
    .filter(isOpen)
    .flatMap((to) => {
      const wanted = namedOf(to);
      const best = candidates(alike, wanted)
        .map((from) => ({ from, rank: likeness(from, wanted) }))
        .filter(({ rank }) => rank > 0)
        .reduce<{ from: Named; rank: number } | undefined>(
          (most, each) =>
            !most || each.rank > most.rank || (each.rank === most.rank && each.from.at < most.from.at) ? each : most,
          undefined,
        );
      if (!best) return [];
      const from = best.from.field;
      const fit = fitOf(from, to);
      if (fit.grade === 'cannot') return [];
      const isSame = best.from.words.at(-1) === wanted.words.at(-1);
      return [{ target: to.path, source: from.path, fit, why: isSame ? 'same name' : 'same meaning' }];
    });
}

/** A field by the words of its names, from the outside in. */
interface Named {
  readonly field: SchemaField;
  /** Place among the leaves of its contract. */
  readonly at: number;
  readonly words: readonly string[];
  /** What the words mean: the line of synonyms they are in, or themselves. Alike are words that mean the same, and no others. */
  readonly meanings: readonly (string | number)[];
}

function namedOf(field: SchemaField, at = 0): Named {
  const words = field.path.filter((step): step is string => step !== ITEM).map(wordsOf);
  return { field, at, words, meanings: words.map((each) => MEANINGS.get(each) ?? each) };
}

type Alike = ReadonlyMap<string, readonly Named[]>;

/** By its name and one name around it, counted from the inside out: what a field must share with another to be like it. */
const keyOf = (name: string | number | undefined, out: number, around: string | number | undefined): string =>
  `${typeof name}:${name}/${out}/${typeof around}:${around}`;

const remembered = new WeakMap<SchemaField, Alike>();

/** The leaves of a contract by what makes them like others. Remembered: a contract of thousands of fields is asked again at every line. */
function alikeIn(source: SchemaField): Alike {
  const found = remembered.get(source);
  if (found) return found;
  const alike = new Map<string, Named[]>();
  const add = (key: string, named: Named): void => {
    const same = alike.get(key);
    if (same) same.push(named);
    else alike.set(key, [named]);
  };
  for (const [at, field] of leavesOf(source).entries()) {
    const named = namedOf(field, at);
    const name = named.meanings.at(-1);
    if (named.words.length === 1) add(keyOf(name, 0, undefined), named);
    for (let out = 1; out < named.words.length; out++) add(keyOf(name, out, named.meanings.at(-1 - out)), named);
    add(keyOf(name, -1, undefined), named);
  }
  remembered.set(source, alike);
  return alike;
}

/** Every source that could be like a target, some twice. */
function candidates(alike: Alike, { meanings }: Named): readonly Named[] {
  const name = meanings.at(-1);
  // A target at the top may be made of a field anywhere; one inside needs something around it that is alike, or a field at the top.
  if (meanings.length === 1) return alike.get(keyOf(name, -1, undefined)) ?? [];
  const found = [...(alike.get(keyOf(name, 0, undefined)) ?? [])];
  for (let out = 1; out < meanings.length; out++)
    found.push(...(alike.get(keyOf(name, out, meanings.at(-1 - out))) ?? []));
  return found;
}

/** 0: nothing speaks for it. The last name counts most, then the names around it, from the inside out. */
function likeness(source: Named, target: Named): number {
  const own = wordLikeness(source, target, 0);
  if (own === 0 || !isSameDepth(source.field.path, target.field.path)) return 0;
  const [around, above] = [source.words.length - 1, target.words.length - 1];
  let parents = 0;
  for (let out = 1; out <= above; out++) if (out <= around) parents += wordLikeness(source, target, out) / (out + 1);
  // A name that fits everywhere (`id`, `name`, `amount`) needs a parent that fits too, unless both stand at the top.
  const isAlone = above > 0 && parents === 0;
  if (isAlone && (COMMON.has(target.words.at(-1) ?? '') || around > 0)) return 0;
  return own * 2 + parents - Math.abs(around - above) / 10;
}

/** A list of plain values may be made of one value; a field inside of a list comes from a list. */
function isSameDepth(source: FieldPath, target: FieldPath): boolean {
  const [from, to] = [listsOf(source).length, listsOf(target).length];
  return from === to || (target.at(-1) === ITEM && from === to - 1);
}

const COMMON: ReadonlySet<string> = new Set(
  'id name amount type code value title date status currency rate'.split(' '),
);

/** Of the names so many steps out, 0 for their own. */
function wordLikeness(left: Named, right: Named, out: number): number {
  if (left.words.at(-1 - out) === right.words.at(-1 - out)) return 1;
  const meaning = left.meanings.at(-1 - out);
  return typeof meaning === 'number' && meaning === right.meanings.at(-1 - out) ? 0.7 : 0;
}

function leavesOf(field: SchemaField): readonly SchemaField[] {
  return field.children.length === 0 ? [field] : field.children.flatMap(leavesOf);
}
