import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import { basicAuth } from '../kit/auth.ts';
import type { ConnectionType } from '../kit/connection-type.ts';
import { loadService } from './wsdl/load.ts';

/** A SOAP service over HTTP, by its WSDL where it has one. */
export const soapConnection: ConnectionType = {
  system: 'soap',
  label: 'SOAP',
  icon: 'code-xml',
  description: 'A web service that speaks SOAP 1.1 or 1.2 over HTTP.',
  baseUrlPlaceholder: 'https://erp.example.com/services/Stock',
  limits: { concurrency: 10, breaker: DEFAULT_BREAKER, drainPerSecond: 20 },
  fields: [
    {
      name: 'wsdl',
      label: 'WSDL',
      placeholder: '?wsdl',
      description:
        'Address of its description, or what follows the address of the service. Names, order and types are then known. Empty: the step says them.',
    },
    { name: 'username', label: 'User name' },
    { name: 'password', label: 'Password', secret: true },
    {
      name: 'security',
      label: 'Sign-in',
      placeholder: 'http',
      description:
        '"http": HTTP Basic. "text" or "digest": WS-Security UsernameToken with the password, or a digest of it.',
    },
  ],
  offers: async ({ connection, http, now }) => {
    if (!connection.settings.wsdl) return {};
    const service = await loadService(connection, { http, headers: httpAuth(connection.settings), now });
    if (typeof service === 'string') throw new Error(`The WSDL cannot be used: ${service}.`);
    return { operations: [...service.operations.keys()] };
  },
  test: async ({ connection, http }) => {
    const { wsdl = '' } = connection.settings;
    if (wsdl === '') {
      const { status } = await http({ method: 'GET', url: connection.baseUrl, headers: httpAuth(connection.settings) });
      // Services take POST only, and say so in different ways.
      if (status >= 500 && status !== 501)
        return { ok: false, message: `Something answers, but with an error (${status}).` };
      if (status === 401 || status === 403)
        return { ok: false, message: `The credentials are not accepted (${status}).` };
      return { ok: true, message: `Something answers (${status}). Without a WSDL nobody knows what.` };
    }
    const service = await loadService(connection, { http, headers: httpAuth(connection.settings) });
    if (typeof service === 'string') return { ok: false, message: `The WSDL cannot be used: ${service}.` };
    const names = [...service.operations.keys()];
    const shown = names.slice(0, 10).join(', ');
    return { ok: true, message: `The WSDL has ${names.length} operations: ${shown}${names.length > 10 ? ', …' : ''}.` };
  },
};

/** What every request carries where the service wants HTTP Basic. */
export function httpAuth(settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { username = '', password = '', security = '' } = settings;
  const isHttp = security === '' || security.trim().toLowerCase() === 'http';
  return username !== '' && isHttp ? { authorization: basicAuth(username, password) } : {};
}
