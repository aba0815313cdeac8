import { type Database, StepError } from '@lockstep/schema/node';

const refuse = async (): Promise<never> => {
  throw new StepError({ kind: 'flow', category: 'system', code: 'no-database', message: 'No database in this test.' });
};

export const noDatabase: Database = { read: refuse, change: refuse };
