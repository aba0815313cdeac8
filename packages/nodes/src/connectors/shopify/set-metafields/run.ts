import type { RunNode } from '@lockstep/schema/node';
import { z } from 'zod';
import { changeAtShopify, unreadable } from '../client.ts';
import { globalId } from '../params.ts';
import type { setMetafields } from './definition.ts';

const SET = `mutation Metafields($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) { metafields { id namespace key value } userErrors { field message code } }
}`;

const Written = z.array(z.object({ id: z.string(), namespace: z.string(), key: z.string(), value: z.string() }));

export const runSetMetafields: RunNode<typeof setMetafields> = async ({ params }, ctx) => {
  const owner = globalId('Order', params.owner);
  const { payload } = await changeAtShopify(ctx, params.connection, {
    query: SET,
    variables: {
      metafields: params.metafields.map(({ value, ...one }) => ({ ...one, ownerId: owner, value: String(value) })),
    },
    field: 'metafieldsSet',
    made: 'metafields',
  });
  const written = Written.safeParse(payload.metafields);
  if (!written.success) throw unreadable(true);
  return { port: 'written', value: { owner, metafields: written.data } };
};
