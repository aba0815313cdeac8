import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';
import { joinUrl } from '../kit/url.ts';
import { fetchSession, RefusedSession } from './session.ts';

/** Version of the REST API this connector is written for. Salesforce keeps a version for at least three years. */
export const SALESFORCE_DATA = '/services/data/v68.0';

/** A Salesforce org, by a connected app with a certificate (JWT bearer): nobody signs in by hand. */
export const salesforceConnection: ConnectionType = {
  system: 'salesforce',
  label: 'Salesforce',
  icon: 'cloud',
  description: 'A Salesforce org, by a connected app with a certificate and the user it acts for.',
  baseUrlPlaceholder: 'https://my-company.my.salesforce.com',
  // Counted by day, not by second: 100,000 calls and more in 24 hours; 25 calls of 20 s and more at a time.
  limits: {
    rate: { perSecond: 10, burst: 50, adaptive: true },
    concurrency: 15,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 10,
  },
  fields: [
    { name: 'clientId', label: 'Consumer key', required: true, description: 'Of the connected app.' },
    { name: 'username', label: 'User name', required: true, placeholder: 'integration@my-company.com' },
    {
      name: 'privateKey',
      label: 'Private key',
      secret: true,
      required: true,
      placeholder: '-----BEGIN PRIVATE KEY-----',
      description: 'PEM of the key whose certificate the connected app has.',
    },
    {
      name: 'audience',
      label: 'Audience',
      placeholder: 'https://login.salesforce.com',
      description: 'Empty: the one of production orgs. Sandboxes: https://test.salesforce.com.',
    },
    {
      name: 'pubSub',
      label: 'Address of changes',
      placeholder: 'grpcs://api.pubsub.salesforce.com:7443',
      description: 'Where changes are read (Pub/Sub API). Empty: the one for all orgs but those kept in Europe.',
    },
  ],
  test: async (ctx) => {
    const { connection, http, now, signRs256 } = ctx;
    try {
      const { token, instanceUrl } = await fetchSession({ connection, http, now, signRs256 });
      const { status } = await http({
        method: 'GET',
        url: joinUrl(instanceUrl, `${SALESFORCE_DATA}/limits`),
        headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      });
      if (status === 200) return { ok: true, message: 'The org answers and accepts the certificate.' };
      return { ok: false, message: `The org gives a token, but answers not as expected (${status}).` };
    } catch (error) {
      if (!(error instanceof RefusedSession)) throw error;
      const { status, reason } = error;
      if (status >= 500) return { ok: false, message: `The org answers, but not as expected (${status}).` };
      return { ok: false, message: `The org does not accept the connected app or its user: ${reason} (${status}).` };
    }
  },
};
