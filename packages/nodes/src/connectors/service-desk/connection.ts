import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { basicAuth } from '../kit/auth.ts';
import type { ConnectionType } from '../kit/connection-type.ts';
import { at, isObject, readJson, textAt } from '../kit/read-json.ts';
import { joinUrl } from '../kit/url.ts';

/** A service desk at Zendesk, by the API token of an agent. */
export const serviceDeskConnection: ConnectionType = {
  system: 'zendesk',
  label: 'Zendesk',
  icon: 'headset',
  description: 'Tickets of a service desk at Zendesk Support, by the API token of an agent.',
  baseUrlPlaceholder: 'https://example.zendesk.com',
  limits: {
    // 700 calls a minute on the plan most shops have; a tenth is left to people and other apps.
    rate: { perSecond: 10, burst: 20, adaptive: true },
    concurrency: 5,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 5,
  },
  fields: [
    {
      name: 'email',
      label: 'Agent',
      required: true,
      placeholder: 'lockstep@example.com',
      description: 'E-mail address of the agent in whose name tickets are written.',
    },
    {
      name: 'apiToken',
      label: 'API token',
      secret: true,
      required: true,
      placeholder: '6wiIBWbGkBMo1mRDMuVwkw1EPsNkeUj95PIz2akv',
      description: 'From the admin centre, Apps and integrations, API tokens.',
    },
  ],
  test: async ({ connection, http }) => {
    const { status, text } = await http({
      method: 'GET',
      url: joinUrl(connection.baseUrl, '/api/v2/users/me.json'),
      headers: zendeskHeaders(connection.settings),
    });
    if (status === 401 || status === 403)
      return { ok: false, message: `Zendesk does not accept agent and token (${status}).` };
    const read = readJson(text);
    if (status !== 200 || !isObject(read))
      return { ok: false, message: `Zendesk answers, but not as expected (${status}).` };
    // Whoever is not signed in is answered with an anonymous user, and 200.
    if (typeof at(read, 'user', 'id') !== 'number')
      return { ok: false, message: 'Zendesk answers, but does not know this agent.' };
    const role = textAt(read, 'user', 'role') ?? '';
    if (role !== 'agent' && role !== 'admin')
      return { ok: false, message: `Zendesk knows this person as ${role || 'nobody'}; tickets are written by agents.` };
    return {
      ok: true,
      message: `Zendesk answers, and knows ${textAt(read, 'user', 'name') ?? 'the agent'} as ${role}.`,
    };
  },
};

/** @see https://developer.zendesk.com/api-reference/introduction/security-and-auth/ for `{email}/token` */
export function zendeskHeaders({
  email = '',
  apiToken = '',
}: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { accept: 'application/json', authorization: basicAuth(`${email}/token`, apiToken) };
}
