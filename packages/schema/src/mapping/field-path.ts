/** Stands in a path for "each item of the list". A number, so that no property name can be taken for it. */
export const ITEM = 0;

/** Where a field lies in data: property names, and `ITEM` for what every item of a list has. `[]` is the whole. */
export type FieldPath = readonly (string | typeof ITEM)[];

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** The path as people read it: `lines[].sku`, `["odd name"].x`; the whole is `''`. */
export function textOfPath(path: FieldPath): string {
  return path.reduce<string>((text, step) => {
    if (step === ITEM) return `${text}[]`;
    if (!IDENTIFIER.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

export function isSamePath(left: FieldPath, right: FieldPath): boolean {
  return left.length === right.length && startsWith(left, right);
}

/** True when `path` is `beginning` or lies inside of it. */
export function startsWith(path: FieldPath, beginning: FieldPath): boolean {
  return beginning.length <= path.length && beginning.every((step, at) => path[at] === step);
}

/** The lists a path goes through, outermost first: `['lines']` and `['lines', ITEM, 'taxes']` for a tax's field. */
export function listsOf(path: FieldPath): readonly FieldPath[] {
  return path.flatMap((step, at) => (step === ITEM ? [path.slice(0, at)] : []));
}

/** A property name as the key of an object literal. `__proto__` as it is would set the prototype. */
export function keyCode(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return IDENTIFIER.test(name) ? name : textCode(name);
}

/** Reading a property: `.name`, `?.name`, `['odd name']`. */
export function memberCode(name: string, isOptional: boolean): string {
  if (IDENTIFIER.test(name)) return `${isOptional ? '?' : ''}.${name}`;
  return `${isOptional ? '?.' : ''}[${textCode(name)}]`;
}

/** A text as a string literal in single quotes. */
export function textCode(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}
