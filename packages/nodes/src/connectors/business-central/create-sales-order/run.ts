import type { RunNode } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { openLines } from '../../kit/order-lines.ts';
import { listAt } from '../../kit/read-json.ts';
import { withQuery } from '../../kit/url.ts';
import { askBusinessCentral, literal, unreadable } from '../client.ts';
import type { createBcSalesOrder } from './definition.ts';

const Order = z.looseObject({ id: z.string(), number: z.string(), '@odata.etag': z.string().default('') });
/** An invoice tells the order it was posted from, which is gone once all of it is posted. */
const Invoice = z
  .looseObject({ orderId: z.string(), orderNumber: z.string().min(1) })
  .transform(({ orderId: id, orderNumber: number }) => ({ id, number }));

export const runCreateBcSalesOrder: RunNode<typeof createBcSalesOrder> = async ({ params, input }, ctx) => {
  const { connection, customerNumber, currency } = params;
  const { reference } = input;
  const answerOf = (body: Json | undefined, created: boolean) => {
    const order = Order.safeParse(body);
    if (!order.success) return unreadable(created);
    const { id, number, '@odata.etag': etag } = order.data;
    return { port: 'created', value: { id, number, etag, created, reference } } as const;
  };
  if (params.lookUp === 'always' || ctx.outcomeUnknown || ctx.attempt > 1) {
    const $filter = `externalDocumentNumber eq ${literal(reference)} and customerNumber eq ${literal(customerNumber)}`;
    const find = async (entity: string): Promise<Json | undefined> => {
      const path = withQuery(entity, { $filter, $top: 1 });
      const { body } = await askBusinessCentral(ctx, connection, { method: 'GET', path, write: false });
      return listAt(body, 'value')[0];
    };
    const known = (await find('salesOrders')) ?? Invoice.safeParse(await find('salesInvoices')).data;
    if (known !== undefined) return answerOf(known, false);
  }
  const { body } = await askBusinessCentral(ctx, connection, {
    method: 'POST',
    path: 'salesOrders',
    write: true,
    body: {
      externalDocumentNumber: reference,
      customerNumber,
      ...(input.placedAt !== undefined && { orderDate: input.placedAt.slice(0, 10) }),
      ...(currency !== undefined && { currencyCode: currency }),
      salesOrderLines: openLines(input.lines).map(({ sku, quantity }) => ({
        lineType: 'Item',
        lineObjectNumber: sku,
        quantity,
      })),
    },
  });
  return answerOf(body, true);
};
