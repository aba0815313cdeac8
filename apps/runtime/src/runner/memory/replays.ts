import { isEnded } from '@lockstep/schema/run';
import { LANE_CHANNEL, type Lanes, type Replays } from '../../store/index.ts';
import { accept } from './journal.ts';
import type { ExceptionRow, RunRow, Tables } from './tables.ts';

/** Replays as `store/run-replays.ts` has them. Nothing comes between two lines of one call here. */
export function memoryReplays(tables: Tables, lanes: Lanes): Replays {
  const { runs, inbox } = tables;
  return {
    async begin(item, { runId, seen, exceptionId }) {
      const { lane, flowId, triggerNode, dedupeKey } = item;
      const take = async () => (lane ? await lanes.accept({ ...item, lane }) : accept(tables, item));
      if (dedupeKey !== undefined && inbox.has(JSON.stringify([flowId, triggerNode, dedupeKey]))) return take();
      const family = familyOf(tables, runId, item.keyRunId);
      const known = new Map(seen.map((one) => [one.runId, one.seq]));
      const isSame = family.length === known.size && family.every((run) => known.get(run.runId) === run.events.length);
      const open = openOf(
        tables,
        family.map((run) => run.runId),
      );
      if (!isSame || family.some(({ status }) => !isEnded(status)) || open?.id !== exceptionId) return 'changed';
      for (const id of [runId, open?.runId ?? runId]) {
        const old = runs.get(id);
        if (old) old.replayedBy = item.runId;
      }
      for (const run of family) if (run.lane === 'blocking') run.lane = 'turn';
      if (open) Object.assign(open, { status: 'retrying', runId: item.runId });
      const accepted = await take();
      tables.notify(LANE_CHANNEL, '');
      return accepted;
    },
  };
}

/** A run and all others under its keys, the oldest first. */
export function familyOf({ runs }: Tables, runId: string, keyRunId: string): readonly RunRow[] {
  const isOf = (run: RunRow) =>
    run.runId === runId || run.runId === keyRunId || (run.keyRunId === keyRunId && run.replayOf !== undefined);
  return [...runs.values()].filter(isOf).sort((a, b) => (a.runId < b.runId ? -1 : 1));
}

/** The newest open exception of some runs. */
export function openOf({ exceptions }: Tables, runIds: readonly string[]): ExceptionRow | undefined {
  return exceptions.findLast((one) => one.status === 'open' && runIds.includes(one.runId));
}
