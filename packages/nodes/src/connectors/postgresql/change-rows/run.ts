import type { RunNode, Statement } from '@lockstep/schema/node';
import { numbered, valuesOf } from '../named-values.ts';
import { namedValues, unfit } from '../params.ts';
import type { changeRows } from './definition.ts';

/** Statements of one transaction at most: a longer one would hold its locks for too long. */
const MOST = 1_000;

export const runChangeRows: RunNode<typeof changeRows> = async ({ params }, ctx) => {
  const { text, names } = numbered(params.sql);
  const sets = Array.isArray(params.values) ? params.values : [params.values ?? {}];
  if (sets.length > MOST)
    throw unfit('item', `These are ${sets.length} sets of values, and ${MOST} go at a time: split the list.`);
  const statements = sets.map((set, index): Statement => {
    const where = Array.isArray(params.values) ? ` of item ${index + 1}` : '';
    const values = valuesOf(names, namedValues(set, `The values${where}`));
    if ('missing' in values)
      throw unfit('item', `The SQL asks for :${values.missing}, and the values${where} do not have it.`);
    return { text, values };
  });
  if (statements.length === 0) return { port: 'done', value: { changed: 0, rows: [], repeated: false } };
  const connection = await ctx.connection(params.connection);
  const { changed, rows, repeated } = await ctx.database.change(connection, { statements, key: ctx.key });
  if (repeated) ctx.log('info', 'An earlier attempt had changed the rows.');
  return { port: 'done', value: { changed, rows: [...rows], repeated } };
};
