import { type Brokers, StepError } from '@lockstep/schema/node';

const refuse = async (): Promise<never> => {
  throw new StepError({ kind: 'flow', category: 'system', code: 'no-brokers', message: 'No broker in this test.' });
};

export const noBrokers: Brokers = { send: refuse, signIn: refuse };
