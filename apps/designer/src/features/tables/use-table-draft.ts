import { useCallback, useState } from 'react';
import { NO_DRAFT, type TableDraft } from './table-draft.ts';

const keyOf = (table: string) => `lockstep.table.${table}`;

/** The draft of a table, kept in this tab, so that it survives a reload and a look at another screen. */
export function useTableDraft(table: string): readonly [TableDraft, (next: (draft: TableDraft) => TableDraft) => void] {
  const [draft, setDraft] = useState(() => read(table));
  const change = useCallback(
    (next: (draft: TableDraft) => TableDraft) =>
      setDraft((current) => {
        const made = next(current);
        try {
          if (made === NO_DRAFT) sessionStorage.removeItem(keyOf(table));
          else sessionStorage.setItem(keyOf(table), JSON.stringify(made));
        } catch {
          // The tab has no room for it: it lives as long as the page.
        }
        return made;
      }),
    [table],
  );
  return [draft, change];
}

function read(table: string): TableDraft {
  try {
    const text = sessionStorage.getItem(keyOf(table));
    return text === null ? NO_DRAFT : { ...NO_DRAFT, ...(JSON.parse(text) as TableDraft) };
  } catch {
    return NO_DRAFT;
  }
}
