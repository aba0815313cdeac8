import { type Brokers, StepError } from '@lockstep/schema/node';
import type { Through } from './contacts.ts';

/** The same brokers, every call of which goes through `through` first. */
export function guardedBrokers(brokers: Brokers, through: Through): Brokers {
  return {
    send: (connection, message) => through({ connection, changes: true }, () => brokers.send(connection, message)),
    signIn: (connection) => through({ connection, changes: false }, () => brokers.signIn(connection)),
  };
}

const refuse = async (): Promise<never> => {
  const message = 'Message brokers are out of reach here.';
  throw new StepError({ kind: 'flow', category: 'system', code: 'no-brokers', message });
};

/** Where nobody gave any. */
export const NO_BROKERS: Brokers = { send: refuse, signIn: refuse };
