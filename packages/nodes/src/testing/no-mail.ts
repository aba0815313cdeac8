import { type Mail, StepError } from '@lockstep/schema/node';

const refuse = async (): Promise<never> => {
  throw new StepError({ kind: 'flow', category: 'system', code: 'no-mail', message: 'No mail in this test.' });
};

export const noMail: Mail = { send: refuse, signIn: refuse };
