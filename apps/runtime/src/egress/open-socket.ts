import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { connect, isIP, type Socket } from 'node:net';
import { type AddressRules, addressPolicy } from './address-policy.ts';
import { EgressBlockedError, type Resolver } from './guarded-connect.ts';

/** Where a socket leads to. */
interface SocketTarget {
  readonly host: string;
  readonly port: number;
  /** Limit for opening it, in milliseconds. */
  readonly timeoutMs: number;
}

/** Opens a plain socket. @throws EgressBlockedError, or the error of the socket; nothing was sent then */
type OpenSocket = (target: SocketTarget) => Promise<Socket>;

/**
 * The address a name stands for, where the rules allow it: for libraries that open their sockets themselves, and are given this address
 * and no name.
 *
 * @throws EgressBlockedError, or the error of the look-up
 */
export function createAllowedAddress(
  rules: AddressRules & { readonly resolve?: Resolver } = {},
): (host: string) => Promise<string> {
  const allows = addressPolicy(rules);
  const resolve = rules.resolve ?? systemLookup;
  return async (host) => {
    const [first, ...others] = isIP(host) ? [host] : await addressesOf(resolve, host);
    if (first === undefined || ![first, ...others].every(allows)) {
      throw new EgressBlockedError(`Calls to ${host} are not allowed from here.`);
    }
    return first;
  };
}

/**
 * Sockets for protocols other than HTTP, under the same rules: what is checked are the addresses the socket is given, and a name that has
 * one blocked address is refused whole.
 */
export function createOpenSocket(rules: AddressRules & { readonly resolve?: Resolver } = {}): OpenSocket {
  const addressOf = createAllowedAddress(rules);
  return async ({ host, port, timeoutMs }) => opened(await addressOf(host), port, timeoutMs);
}

function addressesOf(resolve: Resolver, host: string): Promise<readonly string[]> {
  return new Promise((done, failed) => {
    resolve(host, { all: true }, (error, addresses: LookupAddress[]) => {
      if (error) failed(error);
      else done(addresses.map(({ address }) => address));
    });
  });
}

function opened(host: string, port: number, timeoutMs: number): Promise<Socket> {
  return new Promise((done, failed) => {
    // Without Nagle: SFTP and FTP ask in small pieces, and each would wait 40 ms for the acknowledgement of the one before.
    const socket = connect({ host, port, noDelay: true });
    const timer = setTimeout(() => socket.destroy(new Error(`No connection within ${timeoutMs} ms.`)), timeoutMs);
    socket.once('error', failed);
    socket.once('close', () => clearTimeout(timer));
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', failed);
      done(socket);
    });
  });
}
