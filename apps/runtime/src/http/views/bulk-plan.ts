import type { BulkPlan } from '@lockstep/schema/api';
import type { SQL } from 'drizzle-orm';
import { matchingRuns } from '../../store/bulk-retries.ts';
import type { Doors } from '../ports.ts';

/** Exceptions looked at, and at the same time: each takes a read of its history. */
const MAX_LOOKED = 1000;
const AT_ONCE = 8;

/** What retries of all exceptions that match would do, counted from the histories of their runs. */
export async function bulkPlan(where: SQL, { db, host }: Pick<Doors, 'db' | 'host'>): Promise<BulkPlan> {
  const runIds = [...(await matchingRuns(db, where, MAX_LOOKED))];
  const plan = { looked: 0, kept: 0, anew: 0, lookedUp: 0, undecided: 0, undone: 0 };
  const one = async () => {
    for (let runId = runIds.shift(); runId !== undefined; runId = runIds.shift()) {
      const steps = await host.planRetry(runId);
      if (!steps) continue;
      plan.looked += 1;
      if (steps === 'undone') {
        plan.undone += 1;
        continue;
      }
      const does = steps.map((step) => step.does);
      plan.kept += does.filter((each) => each === 'kept').length;
      if (does.includes('undecided')) plan.undecided += 1;
      else if (does.includes('looked-up') || does.includes('items')) plan.lookedUp += 1;
      else plan.anew += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return plan;
}
