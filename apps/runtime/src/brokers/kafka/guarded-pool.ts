import { isIP, type LookupFunction } from 'node:net';
import { type Broker, type ConnectionPool, NetworkError } from '@platformatic/kafka';

/** The address a name stands for, where the egress policy allows it; rejects elsewhere. */
export type AddressOf = (host: string) => Promise<string>;

/**
 * Lets a client reach only addresses that are allowed. A cluster names its nodes itself, so what it was first asked at says nothing of where
 * the client goes next: every address is checked, and an unencrypted connection is opened to the very address that was.
 *
 * @see `allowedLookup` for encrypted ones, which need the name
 */
export function guardPool(pool: ConnectionPool, { addressOf, tls }: { addressOf: AddressOf; tls: boolean }): void {
  const get = pool.get.bind(pool) as (broker: Broker, callback: Callback) => void;
  const guarded = (broker: Broker, callback?: Callback): Promise<unknown> | undefined => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const done: Callback = callback ?? ((error, connection) => (error ? reject(error) : resolve(connection)));
    if (!broker?.host) {
      get(broker, done);
    } else {
      addressOf(broker.host).then(
        (ip) => get(tls && isIP(broker.host) === 0 ? broker : { ...broker, host: ip }, done),
        (cause: Error) => done(new NetworkError(cause.message, { cause, canRetry: false })),
      );
    }
    return callback ? undefined : promise;
  };
  Object.defineProperty(pool, 'get', { value: guarded });
}

type Callback = (error: Error | null, connection?: unknown) => void;

/** For TLS: the library looks the name up by this, so the socket gets an address that was checked. */
export function allowedLookup(addressOf: AddressOf): LookupFunction {
  return (host, options, done) => {
    addressOf(host).then(
      (address) => {
        const family = isIP(address);
        if (options.all) done(null, [{ address, family }]);
        else done(null, address, family);
      },
      (error: Error) => done(error, ''),
    );
  };
}
