import { type Mail, StepError } from '@lockstep/schema/node';
import type { Through } from './contacts.ts';

/** The same mail, every call of which goes through `through` first. */
export function guardedMail(mail: Mail, through: Through): Mail {
  return {
    send: (connection, one) => through({ connection, changes: true }, () => mail.send(connection, one)),
    signIn: (connection) => through({ connection, changes: false }, () => mail.signIn(connection)),
  };
}

const refuse = async (): Promise<never> => {
  const message = 'Mail is out of reach here.';
  throw new StepError({ kind: 'flow', category: 'system', code: 'no-mail', message });
};

/** Where nobody gave any. */
export const NO_MAIL: Mail = { send: refuse, signIn: refuse };
