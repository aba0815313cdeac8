import { migrateRuns, type RunMigration, sumMigrations } from '@lockstep/schema/api';
import { type Answer, call } from '../../api/index.ts';

/** Moves every run that waits on another version, page by page; in a dry run only tells what would happen. */
export async function moveAllRuns(
  flowId: string,
  { to, dryRun }: { readonly to: number; readonly dryRun: boolean },
): Promise<Answer<typeof migrateRuns>> {
  let total: RunMigration | undefined;
  for (;;) {
    const body = { to, dryRun, ...(total?.next !== undefined && { after: total.next }) };
    const answer = await call(migrateRuns, { params: { flowId }, body });
    if (!answer.ok) return answer;
    total = total ? sumMigrations(total, answer.value) : answer.value;
    if (total.next === undefined) return { ok: true, value: total };
  }
}

/** How many stay where they are. */
export function stayingIn({ refused }: Pick<RunMigration, 'refused'>): number {
  return refused.reduce((sum, { count }) => sum + count, 0);
}

/** `1 run`, `12 runs`. */
export function runsInWords(count: number): string {
  return count === 1 ? '1 run' : `${count} runs`;
}
