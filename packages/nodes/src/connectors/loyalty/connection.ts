import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';
import { isObject, readJson, textAt } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';

/** Version of the API this connector is written for; sent with every call, so that an application's own does not matter. */
export const SQUARE_VERSION = '2025-10-16';

/** A loyalty program at Square, by the access token of a seller. */
export const loyaltyConnection: ConnectionType = {
  system: 'square-loyalty',
  label: 'Square Loyalty',
  icon: 'gift',
  description: 'Members and points of a loyalty program at Square, by an access token.',
  baseUrlPlaceholder: 'https://connect.squareup.com',
  limits: {
    rate: { perSecond: 20, burst: 40, adaptive: true },
    concurrency: 10,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 10,
  },
  fields: [
    {
      name: 'accessToken',
      label: 'Access token',
      secret: true,
      required: true,
      placeholder: 'EAAA…',
      description: 'With LOYALTY_READ, LOYALTY_WRITE and CUSTOMERS_READ.',
    },
    {
      name: 'locationId',
      label: 'Location',
      required: true,
      placeholder: 'L88917AVBK2S5',
      description: 'Where what earns points counts as bought: the id of a location at Square.',
    },
  ],
  test: async ({ connection, http }) => {
    const { status, text } = await http({
      method: 'GET',
      url: joinUrl(connection.baseUrl, '/v2/loyalty/programs/main'),
      headers: squareHeaders(connection.settings),
    });
    if (status === 401 || status === 403)
      return { ok: false, message: `Square does not accept the access token (${status}).` };
    if (status === 404)
      return { ok: false, message: 'Square accepts the token, but the seller has no loyalty program.' };
    const read = readJson(text);
    const state = isObject(read) ? textAt(read, 'program', 'status') : undefined;
    if (status !== 200 || state === undefined)
      return { ok: false, message: `Square answers, but not as expected (${status}).` };
    if (state !== 'ACTIVE') return { ok: false, message: `The loyalty program at Square is ${state.toLowerCase()}.` };
    return { ok: true, message: 'Square answers, and its loyalty program is active.' };
  },
};

/** @see https://developer.squareup.com/docs/build-basics/versioning-overview for Square-Version */
export function squareHeaders({
  accessToken = '',
}: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { accept: 'application/json', authorization: `Bearer ${accessToken}`, 'square-version': SQUARE_VERSION };
}
