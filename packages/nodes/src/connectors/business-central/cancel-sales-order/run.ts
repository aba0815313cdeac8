import { type RunNode, StepError } from '@lockstep/schema/node';
import { z } from 'zod';
import { listAt } from '../../kit/read-json.ts';
import { withQuery } from '../../kit/url.ts';
import { askBusinessCentral, literal, unreadable } from '../client.ts';
import { hasChanged } from '../failures.ts';
import type { cancelBcSalesOrder } from './definition.ts';

const Order = z.looseObject({ id: z.string() });
const Line = z.looseObject({
  id: z.string(),
  '@odata.etag': z.string().default('*'),
  quantity: z.number(),
  shippedQuantity: z.number().default(0),
});

export const runCancelBcSalesOrder: RunNode<typeof cancelBcSalesOrder> = async ({ params }, ctx) => {
  const { connection, number } = params;
  const find = async (entity: string, $filter: string) => {
    const path = withQuery(entity, { $filter });
    return listAt((await askBusinessCentral(ctx, connection, { method: 'GET', path, write: false })).body, 'value');
  };
  const [found] = await find('salesOrders', `number eq ${literal(number)}`);
  if (found === undefined) {
    const [invoice] = await find('salesInvoices', `orderNumber eq ${literal(number)}`);
    if (invoice !== undefined) return { port: 'kept', value: { number, why: 'all of it was shipped and invoiced' } };
    const message = `Business Central has no sales order ${number}.`;
    throw new StepError({ kind: 'refused', category: 'business', code: 'bc-order-unknown', message });
  }
  const order = Order.safeParse(found).data ?? unreadable(false);
  const lines = z.array(Line).safeParse(await find('salesOrderLines', `documentId eq ${order.id}`)).data;
  if (lines === undefined) return unreadable(false);
  const open = lines.filter(({ quantity, shippedQuantity }) => quantity > shippedQuantity);
  const isShipped = open.length === 0 && lines.some(({ shippedQuantity }) => shippedQuantity > 0);
  if (isShipped && ctx.attempt === 1) return { port: 'kept', value: { number, why: 'all of it was shipped' } };
  // One after another: a lost answer leaves some changed, and the next attempt goes on with the others.
  for (const line of open) {
    const { response } = await askBusinessCentral(ctx, connection, {
      method: 'PATCH',
      path: `salesOrderLines(${line.id})`,
      body: { quantity: line.shippedQuantity },
      headers: { 'if-match': line['@odata.etag'] },
      write: true,
      also: [409, 412],
    });
    if (response.status === 409 || response.status === 412) throw quicker(number, hasChanged(response));
  }
  return { port: 'cancelled', value: { number, lines: open.length } };
};

/** Somebody shipped a part meanwhile: what is left is read anew. */
function quicker(number: string, isChanged: boolean): StepError {
  const message = isChanged
    ? `Somebody else changed sales order ${number} at the same moment.`
    : `Business Central does not let lines of sales order ${number} be changed.`;
  if (!isChanged) return new StepError({ kind: 'refused', category: 'business', code: 'bc-refused', message });
  return new StepError({ kind: 'transient', category: 'business', code: 'bc-changed', message });
}
