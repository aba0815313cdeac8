import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressPolicy } from './address-policy.ts';

/** Refused before a connection was opened. */
export class EgressBlockedError extends Error {
  readonly code = 'EGRESS_BLOCKED';
}

/** All addresses of a host name. */
export type Resolver = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Opens sockets only to addresses the policy allows. The check is on the addresses the socket is given, not on the text
 * of the URL, and there is no second look-up between check and use; a name that has one blocked address is refused
 * whole.
 */
export function guardedConnect(
  allows: AddressPolicy,
  {
    timeoutMs,
    resolve = systemLookup,
    secure = {},
  }: {
    readonly timeoutMs: number;
    readonly resolve?: Resolver | undefined;
    /** What sockets are secured with, beside what they are by themselves. */
    readonly secure?: buildConnector.BuildOptions;
  },
): buildConnector.connector {
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => allows(address))) return callback(blocked(hostname), '');
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ ...secure, timeout: timeoutMs, lookup } as buildConnector.BuildOptions);
  return (options, callback) => {
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
    // Sockets to literal addresses are opened without a look-up.
    if (isIP(host) && !allows(host)) return callback(blocked(host), null);
    return connect(options, callback);
  };
}

function blocked(host: string): EgressBlockedError {
  return new EgressBlockedError(`Calls to ${host} are not allowed from here.`);
}
