import type { Json, JsonObject } from '@lockstep/schema/run';

/** Why a field could not be set, in words for the author. */
export interface FieldProblem {
  readonly problem: string;
}

/**
 * The message with one field set; what is missing on the way is made, the given message is not changed. A number in
 * the path is a place in a list that is there; one behind the last item adds an item.
 */
export function setField(
  message: Json,
  path: readonly string[],
  value: Json,
): { readonly message: Json } | FieldProblem {
  const [name, ...rest] = path;
  if (name === undefined) return { message: value };
  if (Array.isArray(message)) return setItem(message, name, rest, value);
  if (message !== null && typeof message !== 'object') {
    return { problem: `"${name}" cannot be set inside ${JSON.stringify(message).slice(0, 40)}.` };
  }
  const object: JsonObject = (message as JsonObject | null) ?? {};
  const inner = setField(Object.hasOwn(object, name) ? (object[name] ?? null) : null, rest, value);
  if ('problem' in inner) return inner;
  return { message: { ...object, [name]: inner.message } };
}

function setItem(
  items: readonly Json[],
  name: string,
  rest: readonly string[],
  value: Json,
): { readonly message: Json } | FieldProblem {
  const index = /^\d+$/.test(name) ? Number(name) : -1;
  if (index < 0) return { problem: `"${name}" is no place in a list: use a number from 0.` };
  if (index > items.length) return { problem: `The list has ${items.length} items; place ${index} is behind its end.` };
  const inner = setField(items[index] ?? null, rest, value);
  if ('problem' in inner) return inner;
  return { message: index === items.length ? [...items, inner.message] : items.with(index, inner.message) };
}
