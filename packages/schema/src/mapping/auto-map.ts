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
  const alike = byMeaning(leavesOf(source));
  const drawn = pathTree(lines.map((line) => line.target));
  const isOpen = ({ path }: SchemaField) => !isBegun(drawn, path) && below(drawn, path) === undefined;
  return leavesOf(target)
    .filter(isOpen)
    .flatMap((to) => {
      const best = (alike.get(meaningOf(lastName(to.path))) ?? [])
        .map((from) => ({ from, rank: likeness(from.path, to.path) }))
        .filter(({ rank }) => rank > 0)
        .reduce<{ from: SchemaField; rank: number } | undefined>(
          (most, each) => (!most || each.rank > most.rank ? each : most),
          undefined,
        );
      if (!best) return [];
      const fit = fitOf(best.from, to);
      if (fit.grade === 'cannot') return [];
      const isSame = wordsOf(lastName(best.from.path)) === wordsOf(lastName(to.path));
      return [{ target: to.path, source: best.from.path, fit, why: isSame ? 'same name' : 'same meaning' }];
    });
}

/** What a name means: its words, or the line of synonyms they are in. Names that mean the same are alike, and no others. */
function meaningOf(name: string): string | number {
  const words = wordsOf(name);
  return MEANINGS.get(words) ?? words;
}

/** The fields of a contract by what their own names mean; contracts of thousands of fields are compared within these only. */
function byMeaning(fields: readonly SchemaField[]): ReadonlyMap<string | number, readonly SchemaField[]> {
  const found = new Map<string | number, SchemaField[]>();
  for (const field of fields) {
    const meaning = meaningOf(lastName(field.path));
    const same = found.get(meaning);
    if (same) same.push(field);
    else found.set(meaning, [field]);
  }
  return found;
}

/** 0: nothing speaks for it. The last name counts most, then the names around it, from the inside out. */
function likeness(source: FieldPath, target: FieldPath): number {
  const own = wordLikeness(lastName(source), lastName(target));
  if (own === 0 || !isSameDepth(source, target)) return 0;
  const [around, above] = [namesOf(source).slice(0, -1), namesOf(target).slice(0, -1)];
  const parents = above.toReversed().reduce((sum, name, at) => {
    const other = around.at(-1 - at);
    return sum + (other === undefined ? 0 : wordLikeness(other, name) / (at + 2));
  }, 0);
  // A name that fits everywhere (`id`, `name`, `amount`) needs a parent that fits too, unless both stand at the top.
  const isAlone = above.length > 0 && parents === 0;
  if (isAlone && (COMMON.has(wordsOf(lastName(target))) || around.length > 0)) return 0;
  return own * 2 + parents - Math.abs(around.length - above.length) / 10;
}

/** A list of plain values may be made of one value; a field inside of a list comes from a list. */
function isSameDepth(source: FieldPath, target: FieldPath): boolean {
  const [from, to] = [listsOf(source).length, listsOf(target).length];
  return from === to || (target.at(-1) === ITEM && from === to - 1);
}

const COMMON: ReadonlySet<string> = new Set(
  'id name amount type code value title date status currency rate'.split(' '),
);

function wordLikeness(left: string, right: string): number {
  const [a, b] = [wordsOf(left), wordsOf(right)];
  if (a === b) return 1;
  const meaning = MEANINGS.get(a);
  return meaning !== undefined && meaning === MEANINGS.get(b) ? 0.7 : 0;
}

function namesOf(path: FieldPath): readonly string[] {
  return path.filter((step): step is string => step !== ITEM);
}

function lastName(path: FieldPath): string {
  return namesOf(path).at(-1) ?? '';
}

function leavesOf(field: SchemaField): readonly SchemaField[] {
  return field.children.length === 0 ? [field] : field.children.flatMap(leavesOf);
}
