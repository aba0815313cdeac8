import type { Contract } from '../contracts/index.ts';
import { type FieldPath, fieldsOf, ITEM, type SchemaField, textOfPath } from '../mapping/index.ts';
import type { Json } from '../run/json.ts';

/** A field of a contract that another system decides than those a flow speaks for. */
export interface ForeignField {
  readonly path: FieldPath;
  readonly owner: string;
}

/** The fields of a contract that hold values and that somebody else decides. */
export function foreignFields(
  { schema }: Pick<Contract, 'schema'>,
  speaksFor: readonly string[],
): readonly ForeignField[] {
  const root = fieldsOf(schema);
  return leavesOf(root, root.owner).flatMap(({ path, owner }) =>
    owner === undefined || path.length === 0 || speaksFor.includes(owner) ? [] : [{ path, owner }],
  );
}

function leavesOf(
  field: SchemaField,
  owner: string | undefined,
): readonly { path: FieldPath; owner: string | undefined }[] {
  if (field.children.length === 0) return [{ path: field.path, owner }];
  return field.children.flatMap((child) => leavesOf(child, child.owner ?? owner));
}

/**
 * Fields of those that `output` says something in which nobody said before: their value stands in none of `said` under the same name. What
 * was said is passed on, and passing on is no writing.
 *
 * @param said what came to the step, and what the steps before it gave
 */
export function foreignWrites(fields: readonly ForeignField[], output: Json, said: Json): readonly ForeignField[] {
  return fields.filter(({ path }) => {
    const name = path.findLast((step) => step !== ITEM);
    return valuesAt(output, path).some((value) => name === undefined || !isSaid(String(name), value, said));
  });
}

/** Why a field must not be written, and what to do about it. */
export function foreignText(
  { path, owner }: ForeignField,
  {
    name,
    contract,
    speaksFor,
  }: { readonly name: string; readonly contract: string; readonly speaksFor: readonly string[] },
): string {
  const mine = speaksFor.length === 0 ? 'no system' : speaksFor.join(', ');
  return `"${name}" writes "${textOfPath(path)}" of ${contract}, which ${owner} decides, and this flow speaks for ${mine}. Leave the field out, take it from what ${owner} said, or have a flow of ${owner} write it.`;
}

function valuesAt(value: Json, [step, ...rest]: FieldPath): readonly Json[] {
  if (step === undefined) return [value];
  if (step === ITEM) return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const inner = Object.hasOwn(value, step) ? (value as { readonly [key: string]: Json })[step] : undefined;
  return inner === undefined ? [] : valuesAt(inner, rest);
}

/** Whether a value stands anywhere under a name, by itself or in a list. */
function isSaid(name: string, value: Json, said: Json): boolean {
  const text = JSON.stringify(value);
  const open: Json[] = [said];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next)) {
      open.push(...next);
      continue;
    }
    for (const [key, inner] of Object.entries(next)) {
      const values = key === name ? [inner, ...(Array.isArray(inner) ? inner : [])] : [];
      if (values.some((each) => JSON.stringify(each) === text)) return true;
      open.push(inner);
    }
  }
  return false;
}
