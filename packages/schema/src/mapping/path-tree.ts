import type { FieldPath } from './field-path.ts';

/** Paths by their steps, so that what begins like a path, or is begun by one, is found without looking through all of them. */
export interface PathTree {
  /** How many paths end here. */
  readonly here: number;
  /** How many paths end here or go on below. */
  readonly all: number;
  readonly next: ReadonlyMap<FieldPath[number], PathTree>;
}

interface Growing {
  here: number;
  all: number;
  readonly next: Map<FieldPath[number], Growing>;
}

export function pathTree(paths: Iterable<FieldPath>): PathTree {
  const root: Growing = { here: 0, all: 0, next: new Map() };
  for (const path of paths) {
    let at = root;
    at.all += 1;
    for (const step of path) {
      let next = at.next.get(step);
      if (!next) {
        next = { here: 0, all: 0, next: new Map() };
        at.next.set(step, next);
      }
      next.all += 1;
      at = next;
    }
    at.here += 1;
  }
  return root;
}

/** What lies below a path; undefined when no path begins with it. */
export function below(tree: PathTree | undefined, path: FieldPath): PathTree | undefined {
  let at = tree;
  for (const step of path) {
    at = at?.next.get(step);
    if (!at) return undefined;
  }
  return at;
}

/** True when one of the paths is a beginning of `path`, or `path` itself. */
export function isBegun(tree: PathTree, path: FieldPath): boolean {
  let at: PathTree | undefined = tree;
  for (const step of path) {
    if (at.here > 0) return true;
    at = at.next.get(step);
    if (!at) return false;
  }
  return at.here > 0;
}
