import type { RunNode } from '@lockstep/schema/node';
import { numbered, valuesOf } from '../named-values.ts';
import { namedValues, unfit } from '../params.ts';
import type { readRows } from './definition.ts';

export const runReadRows: RunNode<typeof readRows> = async ({ params }, ctx) => {
  const { text, names } = numbered(params.sql);
  const values = valuesOf(names, namedValues(params.values));
  if ('missing' in values) throw unfit('item', `The SQL asks for :${values.missing}, and the values do not have it.`);
  const connection = await ctx.connection(params.connection);
  const { rows, complete } = await ctx.database.read(connection, { text, values, maxRows: params.maxRows });
  return { port: rows.length === 0 ? 'none' : 'out', value: { rows: [...rows], complete } };
};
