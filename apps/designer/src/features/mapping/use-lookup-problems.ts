import { getTable, listTables } from '@lockstep/schema/api';
import { type LookupUse, textOfPath } from '@lockstep/schema/mapping';
import { indexTable } from '@lockstep/schema/tables';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask, keyOf, useCall } from '../../api/index.ts';
import type { MapProblem } from './map-problems.ts';

/** Codes shown of one look-up. */
const MOST_CODES = 8;

/**
 * Look-ups of a map that will not be answered: tables that are not there, with the way to create them, and codes of the source's contract
 * that have no row today.
 */
export function useLookupProblems(uses: readonly LookupUse[]): readonly MapProblem[] {
  const known = useCall(listTables, {}, { enabled: uses.length > 0, staleTime: 30_000 }).data?.tables;
  const names = [...new Set(uses.map(({ table }) => table))].filter((name) =>
    known?.some((each) => each.name === name),
  );
  const tables = useQueries({
    queries: names.map((name) => {
      const input = { params: { name }, query: {} };
      return { queryKey: keyOf(getTable, input), queryFn: () => ask(getTable, input), staleTime: 30_000 };
    }),
    combine: (results) => results.map(({ data }) => data),
  });
  return useMemo(() => {
    if (known === undefined) return [];
    return uses.flatMap((use): MapProblem[] => {
      const { target, table: name, from, codes } = use;
      const field = textOfPath(target);
      if (!known.some((each) => each.name === name)) {
        const text = `There is no table “${name}”.`;
        return [{ key: `table ${field} ${name}`, severity: 'error', text, target, createTable: name }];
      }
      const table = tables.find((each) => each?.name === name);
      if (!table || !codes) return [];
      const index = indexTable(table);
      const missing = codes.filter(
        (code) => index.find({ key: String(code), from, atMs: Date.now() }).kind !== 'found',
      );
      if (missing.length === 0) return [];
      const shown = missing.slice(0, MOST_CODES).map((code) => JSON.stringify(code));
      const more = missing.length > shown.length ? ` and ${missing.length - shown.length} more` : '';
      const text = `${codes.length - missing.length} of ${codes.length} codes are in “${table.title}”; no row for ${shown.join(', ')}${more}.`;
      return [{ key: `codes ${field} ${name}`, severity: 'warning', text, target, openTable: name }];
    });
  }, [uses, known, tables]);
}
