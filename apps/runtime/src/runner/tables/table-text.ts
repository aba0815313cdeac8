import { cellOf, type TableContent } from '@lockstep/schema/tables';
import type { TableText } from '../../sandbox/index.ts';

/** A version of a table as a child of the sandbox holds it. */
export function tableText({ columns, rows }: TableContent): TableText {
  const ms = (time: string | undefined) => (time === undefined ? null : Date.parse(time));
  return {
    columns,
    codes: columns.map(({ name }) => rows.map(({ cells }) => cellOf(cells, name))),
    ...(rows.some(({ from }) => from !== undefined) && { from: rows.map(({ from }) => ms(from)) }),
    ...(rows.some(({ until }) => until !== undefined) && { until: rows.map(({ until }) => ms(until)) }),
  };
}
