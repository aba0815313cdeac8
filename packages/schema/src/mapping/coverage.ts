import type { Json } from '../run/json.ts';
import type { FieldPath } from './field-path.ts';
import type { MapExpression, MapLine } from './map-view.ts';
import { isBegun, type PathTree, pathTree } from './path-tree.ts';
import type { SchemaField } from './schema-field.ts';

export interface Coverage {
  /** Required target fields, and how many of them something is mapped to. Left out on purpose (`t.omit`) counts as mapped. */
  readonly required: number;
  readonly mapped: number;
  /** Required fields that are still open, in the order of the contract. */
  readonly open: readonly FieldPath[];
  readonly omitted: readonly { readonly path: FieldPath; readonly reason: string }[];
  /** Paths of lines that the target does not have. */
  readonly unknown: readonly FieldPath[];
}

/**
 * How much of the target a map fills. A field is required when it and everything around it is, or when the optional object it
 * lies in is mapped at all. What is mapped as a whole counts for everything in it.
 */
export function coverageOf(target: SchemaField, lines: readonly MapLine[]): Coverage {
  const open: FieldPath[] = [];
  let required = 0;
  const visit = (field: SchemaField, drawn: PathTree): void => {
    for (const child of field.children) {
      const own = drawn.next.get(child.path.at(-1) ?? '');
      if (!own && !child.isRequired) continue;
      const isUsed = own !== undefined;
      const whole = isUsed && own.here > 0;
      if (child.isRequired && (child.children.length === 0 || whole || !isUsed)) {
        required += 1;
        if (!whole) open.push(child.path);
        if (whole || !isUsed) continue;
      }
      if (!whole) visit(child, own ?? EMPTY);
    }
  };
  // An item of a list is no field of its own: its required fields count once the list is mapped.
  visit(target, pathTree(lines.map((line) => line.target)));
  return {
    required,
    mapped: required - open.length,
    open,
    omitted: lines.flatMap(({ target: path, value }) => (value.kind === 'omit' ? { path, reason: value.reason } : [])),
    unknown: lines.map((line) => line.target).filter((path) => !hasField(target, path)),
  };
}

/** Source fields that no line uses: what the map loses. Leaves only, in the order of the contract. */
export function unusedFields(source: SchemaField, lines: readonly MapLine[]): readonly FieldPath[] {
  // Looking a list up to go through it takes none of its items' fields along.
  const used = pathTree(lines.flatMap(({ value }) => value.sources.map(({ path }) => path)));
  return leavesOf(source)
    .filter((leaf) => !isBegun(used, leaf.path))
    .map(({ path }) => path);
}

const EMPTY: PathTree = pathTree([]);

export interface CodeGap {
  readonly target: FieldPath;
  /** Source values that the list of codes has no answer for. */
  readonly missing: readonly Json[];
}

/** Lists of codes (`t.codes(src.status, { … })`) that do not know every value the source may have. */
export function codeGaps(source: SchemaField, lines: readonly MapLine[]): readonly CodeGap[] {
  return lines.flatMap(({ target, value }) =>
    callsOf(value, 'codes').flatMap(([from, table]) => {
      const path = from?.sources[0]?.path;
      const values = path ? fieldAt(source, path)?.values : undefined;
      if (!values || table?.kind !== 'object') return [];
      const known = new Set(table.object.entries.map(({ key }) => key));
      const missing = values.filter((each) => !known.has(String(each)));
      return missing.length > 0 ? [{ target, missing }] : [];
    }),
  );
}

/** A look-up that a line makes in a table. */
export interface LookupUse {
  readonly target: FieldPath;
  readonly table: string;
  /** Column of the code, where the map says so. */
  readonly from?: string;
  /** Codes the source may have, where its contract lists them. */
  readonly codes?: readonly Json[];
}

/** Every `t.lookup('table', src.code, …)` and `t.xref('table', 'system', src.code, …)` of the lines that names its table. */
export function lookupUses(source: SchemaField, lines: readonly MapLine[]): readonly LookupUse[] {
  return lines.flatMap(({ target, value }) => {
    const looked = callsOf(value, 'lookup').map(([table, key, options]) => {
      const from =
        options?.kind === 'object' ? options.object.entries.find((entry) => entry.key === 'from') : undefined;
      return { table, key, column: from?.value };
    });
    const crossed = callsOf(value, 'xref').map(([table, system, key]) => ({ table, key, column: system }));
    return [...looked, ...crossed].flatMap(({ table, key, column }): LookupUse[] => {
      const [name, from] = [table, column].map(textOf);
      if (name === undefined) return [];
      const path = key?.kind === 'reference' ? key.sources[0]?.path : undefined;
      const codes = path ? fieldAt(source, path)?.values : undefined;
      return [{ target, table: name, ...(from !== undefined && { from }), ...(codes && { codes }) }];
    });
  });
}

function textOf(value: MapExpression | undefined): string | undefined {
  return value?.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined;
}

function callsOf(value: MapExpression, helper: string): readonly (readonly MapExpression[])[] {
  if (value.kind !== 'call') return [];
  return [...(value.helper === helper ? [value.args] : []), ...value.args.flatMap((arg) => callsOf(arg, helper))];
}

/** The field at a path; undefined when the contract has none. */
export function fieldAt(root: SchemaField, path: FieldPath): SchemaField | undefined {
  let field: SchemaField | undefined = root;
  for (let depth = 0; field && depth < path.length; depth++) field = childrenByStep(field).get(path[depth] ?? '');
  return field;
}

const children = new WeakMap<SchemaField, ReadonlyMap<FieldPath[number], SchemaField>>();

/** Objects of hundreds of fields are asked for one of them hundreds of times. */
function childrenByStep(field: SchemaField): ReadonlyMap<FieldPath[number], SchemaField> {
  const known = children.get(field);
  if (known) return known;
  // The first of two with one name is the one that is there.
  const made = new Map(field.children.toReversed().map((child) => [child.path.at(-1) ?? '', child]));
  children.set(field, made);
  return made;
}

function hasField(root: SchemaField, path: FieldPath): boolean {
  for (let depth = 1; depth <= path.length; depth++) {
    const parent = fieldAt(root, path.slice(0, depth - 1));
    // Below what the contract leaves open, or cuts off, anything may be.
    if (
      parent &&
      parent.children.length === 0 &&
      (parent.type === 'any' || parent.isRecursive || parent.type === 'object')
    )
      return true;
    if (!fieldAt(root, path.slice(0, depth))) return false;
  }
  return true;
}

function leavesOf(field: SchemaField): readonly SchemaField[] {
  return field.children.length === 0 ? [field] : field.children.flatMap(leavesOf);
}
