import { type ResolvedConnection, StepError } from '@lockstep/schema/node';
import type { BaseOptions, SASLMechanismValue } from '@platformatic/kafka';
import type { BrokerAddress } from '../session.ts';
import { allowedLookup } from './guarded-pool.ts';

const MECHANISMS: readonly SASLMechanismValue[] = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'];

/** How a client of a cluster is made. @throws StepError kind `flow` for settings that mean nothing */
export function clientOptions(
  { settings }: Pick<ResolvedConnection, 'settings'>,
  { host, port, tls, connectMs, addressOf }: BrokerAddress,
): BaseOptions {
  const { username = '', password = '', mechanism = '', brokers = '', ca = '' } = settings;
  return {
    clientId: 'lockstep',
    bootstrapBrokers: [{ host, port }, ...furtherBrokers(brokers, port)],
    connectTimeout: connectMs,
    // Four attempts fit into the time of a step.
    requestTimeout: 12_000,
    timeout: 10_000,
    retries: 3,
    retryDelay: 200,
    autocreateTopics: false,
    ...(tls && {
      tls: { lookup: allowedLookup(addressOf), minVersion: 'TLSv1.2', ...(ca.trim() !== '' && { ca }) },
      tlsServerName: true,
    }),
    ...(username !== '' && { sasl: { mechanism: mechanismOf(mechanism, tls), username, password } }),
  };
}

/** Unencrypted, a password is not shown to whoever listens unless the connection asks for that. */
function mechanismOf(asked: string, tls: boolean): SASLMechanismValue {
  const name = asked.trim().toUpperCase();
  if (name === '') return tls ? 'PLAIN' : 'SCRAM-SHA-512';
  const known = MECHANISMS.find((each) => each === name);
  if (known) return known;
  throw wrong(`"${asked}" is no way to sign in: use ${MECHANISMS.join(', ')}.`);
}

function furtherBrokers(list: string, defaultPort: number): readonly { host: string; port: number }[] {
  return list
    .split(/[\s,]+/)
    .filter((each) => each !== '')
    .map((each) => {
      const url = URL.parse(`kafka://${each}`);
      if (!url || url.hostname === '' || url.pathname !== '') throw wrong(`"${each}" is no host and port.`);
      return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || defaultPort };
    });
}

function wrong(message: string): StepError {
  return new StepError({ kind: 'flow', category: 'validation', code: 'address-wrong', message });
}
