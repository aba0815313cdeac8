import { type FieldPath, ITEM, type SchemaField, textOfPath } from '@lockstep/schema/mapping';
import { useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createScrollPlace } from './scroll-place.ts';
import { rowsOf, type TreeRow } from './tree-rows.ts';

const NONE: ReadonlySet<string> = new Set();

/** Rows, scroll place and keyboard place of one tree. */
export function useTree(root: SchemaField, keep?: (field: SchemaField) => boolean) {
  const [closed, setClosed] = useState(NONE);
  const [search, setSearch] = useState('');
  const [active, setActive] = useState<string>();
  const [shown, setShown] = useState(0);
  const [scroll] = useState(createScrollPlace);
  const scroller = useRef<HTMLDivElement>(null);
  const telling = useRef(0);
  // The field of the search answers every key; the tree follows when there is time.
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const rows = useMemo(() => {
    if (wanted === '' && !keep) return rowsOf(root, closed);
    const isFound = (field: SchemaField) => nameOf(field).includes(wanted);
    return rowsOf(root, closed, (field) => (keep?.(field) ?? true) && (wanted === '' || isFound(field)));
  }, [root, closed, wanted, keep]);
  // What a search found first is what it is looked at for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at every other search
  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [wanted]);
  const toggle = ({ path }: TreeRow): void =>
    setClosed((before) => {
      const after = new Set(before);
      if (!after.delete(path)) after.add(path);
      return after;
    });
  /** Gives a row the keyboard and scrolls to it, whatever hid it. */
  const show = (path: FieldPath): void => {
    const around = path.map((_, length) => textOfPath(path.slice(0, length)));
    setClosed((before) => new Set([...before].filter((each) => !around.includes(each))));
    setSearch('');
    setActive(textOfPath(path));
    setShown((count) => count + 1);
  };
  const tree = {
    rows,
    active,
    scroller,
    shown,
    onScroll: () => {
      // Read before the tree draws its new rows, told with the frame: else both would be laid out twice.
      const top = scroller.current?.scrollTop ?? 0;
      cancelAnimationFrame(telling.current);
      telling.current = requestAnimationFrame(() => scroll.set(top));
    },
    onActive: (row: TreeRow) => setActive(row.path),
    onToggle: toggle,
  };
  return { rows, scroll, search, setSearch, active, setActive, show, tree };
}

const names = new WeakMap<SchemaField, string>();

/** All names a field is found by, its own and those around it: remembered, because every key looks at all fields. */
function nameOf(field: SchemaField): string {
  let name = names.get(field);
  if (name === undefined) {
    name = field.path
      .filter((step) => step !== ITEM)
      .join('\n')
      .toLowerCase();
    names.set(field, name);
  }
  return name;
}
