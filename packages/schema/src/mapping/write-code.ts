import { type FieldPath, ITEM, keyCode, listsOf, memberCode, startsWith } from './field-path.ts';
import type { ScopeName } from './map-view.ts';

/** What writing needs to know of the source besides the path: whether a field may be missing or null. */
export type IsOptional = (path: FieldPath) => boolean;

/**
 * Code that reads a source field with the names in scope: `line.sku` inside of `each`, `src.customer?.email` outside. A list
 * that no name stands for an item of gives its first one: `t.first(src.lines)?.sku`.
 */
export function readCode(
  source: FieldPath,
  scope: readonly ScopeName[],
  helper: string,
  isOptional: IsOptional,
): string {
  const near = scope
    .filter(({ path }) => startsWith(source, path))
    .reduce<ScopeName | undefined>(
      (best, name) => (!best || name.path.length > best.path.length ? name : best),
      undefined,
    );
  let code = near?.name ?? 'src';
  let mayBeMissing = false;
  for (let at = near?.path.length ?? 0; at < source.length; at++) {
    const step = source[at] as FieldPath[number];
    if (step === ITEM) {
      code = `${helper}.first(${code})`;
      mayBeMissing = true;
    } else {
      code += memberCode(step, mayBeMissing);
      mayBeMissing ||= isOptional(source.slice(0, at + 1));
    }
  }
  return code;
}

/** `lines` -> `line`, `addresses` -> `address`, `data` -> `item`: a name for one of a list that nothing in scope has. */
export function itemName(list: FieldPath, scope: readonly ScopeName[], reserved: readonly string[] = []): string {
  const last = list.findLast((step): step is string => step !== ITEM) ?? '';
  const word = (last.split(/[^A-Za-z0-9]+/).findLast((part) => /^[A-Za-z]/.test(part)) ?? '').replace(
    /^[A-Z]+/,
    (capitals) => capitals.toLowerCase(),
  );
  const singular = /ies$/.test(word)
    ? word.replace(/ies$/, 'y')
    : /(ss|x|ch|sh)es$/.test(word)
      ? word.replace(/es$/, '')
      : /[^s]s$/.test(word)
        ? word.slice(0, -1)
        : word === 'results'
          ? 'result'
          : '';
  const base = singular === '' || KEYWORDS.has(singular) ? 'item' : singular;
  const taken = new Set([...scope.map(({ name }) => name), ...reserved]);
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}${count}`;
  return name;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'case class default new this super package private public static enum return if in do for var let const try void with'.split(
    ' ',
  ),
);

export interface NewPart {
  /** Path of the target field below the object it is put into; not empty. */
  readonly target: FieldPath;
  readonly source?: FieldPath;
  /** Given the names in scope where it stands. */
  readonly code: (scope: readonly ScopeName[]) => string;
  readonly scope: readonly ScopeName[];
  readonly helper: string;
  readonly isOptional: IsOptional;
  /** White space before the new property. */
  readonly indent: string;
}

const STEP = '  ';

/** `key: code` for a field that is not there yet, with the objects and lists around it. No comma at the end. */
export function newPropertyCode(part: NewPart): string {
  const [key, ...below] = part.target;
  return `${keyCode(String(key))}: ${valueCode({ ...part, target: below })}`;
}

function valueCode(part: NewPart): string {
  const { target, scope, indent } = part;
  const [step, ...below] = target;
  if (step === undefined) return part.code(scope);
  if (step !== ITEM) {
    return `{\n${indent}${STEP}${newPropertyCode({ ...part, indent: indent + STEP })},\n${indent}}`;
  }
  const list = nextList(part);
  if (!list) return `[${valueCode({ ...part, target: below })}]`;
  const item: ScopeName = { name: itemName(list, scope, [part.helper]), path: [...list, ITEM] };
  const body = valueCode({ ...part, target: below, scope: [item, ...scope] });
  const made = below[0] !== undefined && below[0] !== ITEM ? `(${body})` : body;
  return `${part.helper}.each(${readCode(list, scope, part.helper, part.isOptional)}, (${item.name}) => ${made})`;
}

/** The outermost list of the source that no name in scope goes through yet. */
function nextList({ source, scope }: NewPart): FieldPath | undefined {
  return source && listsOf(source).find((list) => !scope.some(({ path }) => startsWith(path, [...list, ITEM])));
}
