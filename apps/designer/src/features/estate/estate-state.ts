import type { Json, JsonObject } from '@lockstep/schema/run';

/**
 * How many things of each kind a simulator holds, for its card: every list of its state, by name. Lists that bear the name
 * of an entity set, `A_Product`, are master data to a reader, and counted together.
 */
export function countsOf(state: Json): readonly { readonly name: string; readonly count: number }[] {
  if (!isObject(state)) return [];
  const lists = Object.entries(state).filter((member): member is [string, readonly Json[]] => Array.isArray(member[1]));
  const counts = new Map<string, number>();
  for (const [name, list] of lists) {
    const words = ENTITY_SET.test(name) ? 'master records' : wordsOf(name);
    counts.set(words, (counts.get(words) ?? 0) + list.length);
  }
  return [...counts].map(([name, count]) => ({ name, count }));
}

const ENTITY_SET = /^[A-Z]_[A-Z]/;

/** The newest `limit` of a list in the state, newest first. Lists of the state are oldest first. */
export function newest(state: Json | undefined, list: string, limit: number): readonly JsonObject[] {
  const items = state === undefined || !isObject(state) ? undefined : state[list];
  return isList(items) ? items.slice(-limit).reverse().filter(isObject) : [];
}

/** A member as text; empty when there is none. Dotted for members of members. */
export function textAt(value: JsonObject, path: string): string {
  let at: Json | undefined = value;
  for (const name of path.split('.')) at = at !== undefined && isObject(at) ? at[name] : undefined;
  return typeof at === 'string' || typeof at === 'number' ? String(at) : '';
}

/**
 * Milliseconds until a state is read again, by how much there is in it: the whole state travels each time. `false`
 * when it is too large to be read by itself.
 */
export function pollEvery(state: Json | undefined): number | false {
  const size = state === undefined ? 0 : countsOf(state).reduce((sum, { count }) => sum + count, 0);
  if (size > 10_000) return false;
  return size > 2_000 ? 20_000 : 4_000;
}

function wordsOf(name: string): string {
  return name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
