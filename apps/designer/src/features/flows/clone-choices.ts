import type { ConnectionView, TableSummary } from '@lockstep/schema/api';
import { bindingsOf, type Flow } from '@lockstep/schema/graph';
import type { SelectOption } from '../../ui/index.ts';

/** What may stand for each connection and each table of a flow: itself first. */
export interface Choices {
  readonly connections: ReadonlyMap<string, readonly SelectOption<string>[]>;
  readonly tables: ReadonlyMap<string, readonly SelectOption<string>[]>;
}

interface Known {
  readonly connections: readonly Pick<ConnectionView, 'id' | 'name' | 'system'>[];
  readonly tables: readonly Pick<TableSummary, 'name' | 'title' | 'columns'>[];
}

/** Connections to the same kind of system, and tables that have the columns of the one they stand for. */
export function choicesFor(flow: Flow, { connections, tables }: Known): Choices {
  const bound = bindingsOf(flow);
  const among = <Thing>(
    all: readonly Thing[],
    id: string,
    of: (thing: Thing) => SelectOption<string>,
    fits: (one: Thing, was: Thing) => boolean,
  ) => {
    const was = all.find((one) => of(one).value === id);
    const others = was ? all.filter((one) => of(one).value !== id && fits(one, was)) : [];
    const own = was ? of(was) : { value: id, label: id, hint: 'There is none of this name here' };
    return [{ ...own, label: `${own.label} (as it is)` }, ...others.map(of)];
  };
  return {
    connections: new Map(
      bound.connections.map((id) => [
        id,
        among(
          connections,
          id,
          (one) => ({ value: one.id, label: one.name, hint: `${one.id} · ${one.system}` }),
          (one, was) => one.system === was.system,
        ),
      ]),
    ),
    tables: new Map(
      bound.tables.map((name) => [
        name,
        among(
          tables,
          name,
          (one) => ({ value: one.name, label: one.title, hint: one.name }),
          (one, was) => was.columns.every((column) => one.columns.some((other) => other.name === column.name)),
        ),
      ]),
    ),
  };
}

/** A place beside that of the original, named after the copy. */
export function suggestedPlace(was: string, id: string): string {
  const parts = was.split('/');
  const rest = parts.slice(0, -1);
  return [...rest, id === '' ? `${parts.at(-1)}-2` : id].filter((part) => part !== '').join('/');
}

/** Why a place cannot be that of the copy; undefined when it can. */
export function placeProblem(was: string, place: string, what: 'Address' | 'Folder'): string | undefined {
  if (place === was) {
    return what === 'Address'
      ? 'Two flows cannot share an address.'
      : 'Two flows would take the files from each other.';
  }
  const isAddress = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/.test(place);
  return what === 'Address' && !isAddress ? 'Use a-z, digits, dashes and slashes.' : undefined;
}
