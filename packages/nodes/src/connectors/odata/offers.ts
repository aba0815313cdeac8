import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';
import { readEdmx } from './read-edmx.ts';
import { authHeaders } from './sign-in.ts';

/** Entity sets and operations of a service, by its `$metadata`. */
export const odataOffers: NonNullable<ConnectionType['offers']> = async ({ connection, http }, below) => {
  const service = joinUrl(connection.baseUrl, below).replace(/\/+$/, '');
  const headers = { accept: 'application/xml', ...(await authHeaders(connection, http)) };
  const { status, text } = await http({ method: 'GET', url: `${service}/$metadata`, headers });
  if (status !== 200) throw new Error(`There is no $metadata at this address (${status}).`);
  const model = readEdmx(text);
  if (typeof model === 'string') throw new Error(`There is no OData service at this address: ${model}.`);
  return { sets: [...model.sets.keys()], operations: [...new Set(model.operations.map(({ name }) => name))] };
};
