import type { Json, JsonObject } from '@lockstep/schema/run';
import { append, isObject } from '../kit/raw-segment.ts';

/** Field of the HL loops of a ship notice, and of those below one. */
export const LEVELS = 'levels';
export const CHILDREN = 'children';

/** Deepest nesting; what would lie deeper stands beside the outermost levels. */
const MAX_DEPTH = 32;

interface Placed {
  readonly rank: number;
  readonly level: Record<string, Json>;
  readonly depth: number;
}

/** The levels of a ship notice from the outside in, for those that do not name their parent. */
const RANKS = ['S', 'O', 'T', 'P', 'Q', 'I'];

/**
 * HL loops nested by the parent they name: a shipment has its orders as `children`, these their items. A level that names none, or
 * one there is not, lies below the last level of a higher rank. Numbers of levels are left out: writing gives new ones.
 */
export function nestLevels(data: JsonObject): JsonObject {
  const flat = data[LEVELS];
  if (!Array.isArray(flat)) return data;
  const roots: Json[] = [];
  const byId = new Map<string, Placed>();
  const open: Placed[] = [];
  for (const given of flat) {
    if (!isObject(given)) continue;
    const { id, parent, hasChildren: _, ...level } = given as Record<string, Json>;
    const rank = RANKS.indexOf(String(level.level));
    while (rank !== -1 && (open.at(-1)?.rank ?? -1) >= rank) open.pop();
    const above =
      (parent === undefined ? undefined : byId.get(String(parent))) ?? (rank === -1 ? undefined : open.at(-1));
    if (above && above.depth < MAX_DEPTH) append(above.level, CHILDREN, level);
    else roots.push(level);
    const placed = { rank, level, depth: above && above.depth < MAX_DEPTH ? above.depth + 1 : 1 };
    byId.set(String(id), placed);
    if (rank !== -1) open.push(placed);
  }
  return { ...data, [LEVELS]: roots };
}

/** Nested levels as HL loops one behind the other, numbered from 1, each with its parent and whether it has levels below. */
export function flattenLevels(data: JsonObject): JsonObject {
  const nested = data[LEVELS];
  if (!Array.isArray(nested)) return data;
  const flat: Json[] = [];
  const add = (levels: readonly Json[], parent: number | undefined): void => {
    for (const level of levels) {
      if (!isObject(level)) {
        flat.push(level);
        continue;
      }
      const { [CHILDREN]: children, ...rest } = level;
      const below = Array.isArray(children) ? children : [];
      const id = flat.length + 1;
      const numbers = { id: String(id), ...(parent !== undefined && { parent: String(parent) }) };
      flat.push({ ...rest, ...numbers, hasChildren: below.length > 0 ? '1' : '0' });
      add(below, id);
    }
  };
  add(nested, undefined);
  return { ...data, [LEVELS]: flat };
}
