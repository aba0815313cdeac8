import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { RefusedToken } from '../kit/client-credentials.ts';
import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';
import { fetchToken } from './session.ts';

/** Where the services of the supplier live below its address. */
export const DROPSHIP = '/vendor/directFulfillment';

/** A supplier that sends to our customers, by its HTTP interface in the shape of Amazon Vendor Direct Fulfillment. */
export const dropshipConnection: ConnectionType = {
  system: 'dropship',
  label: 'Drop-ship supplier',
  icon: 'factory',
  description: 'A supplier that sends to our customers: purchase orders, acknowledgements and shipments over HTTP.',
  baseUrlPlaceholder: 'https://api.supplier.example.com',
  // Ten calls a second is what the model of the interface grants to most operations.
  limits: {
    rate: { perSecond: 10, burst: 10, adaptive: true },
    concurrency: 10,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 5,
  },
  fields: [
    { name: 'clientId', label: 'Client id', required: true },
    { name: 'clientSecret', label: 'Client secret', secret: true, required: true },
    {
      name: 'partyId',
      label: 'Our party id',
      required: true,
      placeholder: 'RETAIL-01',
      description: 'What the supplier calls us.',
    },
    {
      name: 'webhookSecret',
      label: 'Notification secret',
      secret: true,
      description: 'Signs what the supplier tells us. Two secrets on two lines are both valid.',
    },
  ],
  test: async ({ connection, http }) => {
    try {
      const token = await fetchToken({ connection, http });
      const { status } = await http({
        method: 'GET',
        url: joinUrl(connection.baseUrl, `${DROPSHIP}/orders/v1/purchaseOrders?limit=1`),
        headers: { accept: 'application/json', 'x-amz-access-token': token },
      });
      if (status === 200) return { ok: true, message: 'The supplier answers and lets us in.' };
      return { ok: false, message: `The supplier answers, but not as expected (${status}).` };
    } catch (error) {
      if (!(error instanceof RefusedToken)) throw error;
      const { status, reason } = error;
      if (status >= 500) return { ok: false, message: `The supplier answers, but not as expected (${status}).` };
      return { ok: false, message: `The supplier does not accept the client: ${reason} (${status}).` };
    }
  },
};
