import { DBOS } from '@dbos-inc/dbos-sdk';
import { EFFECTS, MESSAGE, perform } from '../kit/work.ts';
import type { Peer } from './pg-boss.ts';

/** DBOS: a workflow of three steps, each of which DBOS stores before the next begins. One DBOS to a process. */
export async function startDbos(systemDatabaseUrl: string): Promise<Peer> {
  const quiet = () => undefined;
  const logger = { info: quiet, debug: quiet, warn: quiet, error: console.error };
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl, systemDatabasePoolSize: 12, logger });
  const workflow = DBOS.registerWorkflow(
    async (_message: typeof MESSAGE) => {
      const done: unknown[] = [];
      for (const effect of EFFECTS) done.push(await DBOS.runStep(() => perform(effect), { name: effect }));
      return done;
    },
    { name: 'three-effects' },
  );
  await DBOS.launch();
  return {
    complete: async () => void (await workflow(MESSAGE)),
    close: () => DBOS.shutdown(),
  };
}
