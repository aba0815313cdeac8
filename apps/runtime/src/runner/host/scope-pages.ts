import { StepError } from '@lockstep/schema/node';
import type { Failure, Json } from '@lockstep/schema/run';
import { type Page, type Place, type Plan, type RunState, refOf, stepAt } from '../../engine/index.ts';

export interface PageSources {
  /** JSON text of a claim-checked page. */
  load(ref: string): Promise<string>;
  /** Asks the scope at `place` again for the items from `cursor` on. @throws StepError */
  pull(state: RunState, place: Place, cursor: Json | undefined): Promise<readonly Json[]>;
}

/** Items of scopes by place and index, as long as the state of the run says that they are needed. */
export interface ScopePages {
  /** Items that a pull has just given, the first of them `from`. */
  keep(place: Place, from: number, items: readonly Json[]): void;
  /** @throws StepError when the source gives something else than before, or nothing */
  itemOf(state: RunState, place: Place, index: number): Json | Promise<Json>;
  /** The item, when it is at hand. */
  peek(state: RunState, place: Place, index: number): Json | undefined;
  /** Forgets what the state does not need any more. */
  forget(state: RunState, place: Place): void;
}

export function createScopePages(plan: Plan, { load, pull }: PageSources): ScopePages {
  /** By place, then by the index of the first item. */
  const pages = new Map<string, Map<number, readonly Json[] | Promise<readonly Json[]>>>();

  const pagesOf = (state: RunState, place: Place) => stepAt(plan, state, place)?.scope?.pages ?? [];

  function find(state: RunState, place: Place, index: number): Page | undefined {
    return pagesOf(state, place).find(({ from, count }) => index >= from && index < from + count);
  }

  function read(state: RunState, place: Place, page: Page): readonly Json[] | Promise<readonly Json[]> {
    const { from, page: payload } = page;
    if (payload && 'value' in payload) return payload.value as readonly Json[];
    const kept = pages.get(refOf(place))?.get(from);
    if (kept) return kept;
    const coming = payload ? load(payload.ref).then((text) => JSON.parse(text) as Json[]) : again(state, place, page);
    put(place, from, coming);
    coming.then(
      (items) => put(place, from, items),
      () => pages.get(refOf(place))?.delete(from),
    );
    return coming;
  }

  async function again(state: RunState, place: Place, { count, cursor }: Page): Promise<readonly Json[]> {
    const items = await pull(state, place, cursor);
    if (items.length !== count) throw new StepError(sourceChanged(count, items.length));
    return items;
  }

  function put(place: Place, from: number, items: readonly Json[] | Promise<readonly Json[]>): void {
    const own = pages.get(refOf(place)) ?? new Map();
    own.set(from, items);
    pages.set(refOf(place), own);
  }

  return {
    keep: put,
    itemOf(state, place, index) {
      const page = find(state, place, index);
      if (!page) return null;
      const items = read(state, place, page);
      const at = index - page.from;
      return items instanceof Promise ? items.then((values) => values[at] ?? null) : (items[at] ?? null);
    },
    peek(state, place, index) {
      const page = find(state, place, index);
      const items =
        page && (page.page && 'value' in page.page ? page.page.value : pages.get(refOf(place))?.get(page.from));
      return page && Array.isArray(items) ? (items as readonly Json[])[index - page.from] : undefined;
    },
    forget(state, place) {
      const own = pages.get(refOf(place));
      if (!own) return;
      const needed = new Set(pagesOf(state, place).map(({ from }) => from));
      for (const from of own.keys()) if (!needed.has(from)) own.delete(from);
      if (own.size === 0) pages.delete(refOf(place));
    },
  };
}

/** A file that was written again while it was read, a list that was not fixed. */
function sourceChanged(before: number, now: number): Failure {
  const message = `The source gave ${before} items from this place, and now gives ${now}: it has changed meanwhile.`;
  return { kind: 'refused', category: 'business', code: 'source-changed', message };
}
