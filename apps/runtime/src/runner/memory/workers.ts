import type { ClaimedRun, Workers } from '../../store/index.ts';
import { isLive, type RunRow, type Tables } from './tables.ts';

/** Leases and claims as `journal/workers.ts` and `sql/claim.sql` have them. */
export function memoryWorkers(tables: Tables): Workers {
  const { clock, leases, runs, mail } = tables;
  const open = () => [...runs.values()].filter(({ endedAt }) => endedAt === undefined);
  const isDue = ({ epoch, wakeAt }: RunRow) => epoch === undefined && wakeAt !== undefined && wakeAt <= clock.now();

  function claimable(): readonly RunRow[] {
    const mailed = new Set(mail.filter(({ taken }) => !taken).map(({ runId }) => runId));
    const rankOf = (run: RunRow) => {
      if (run.epoch !== undefined) return leases.has(run.epoch) && !isLive(tables, run.epoch) ? 1 : undefined;
      if (mailed.has(run.runId)) return 2;
      return isDue(run) ? 3 : undefined;
    };
    return open()
      .flatMap((run) => ({ run, rank: rankOf(run) }))
      .filter(({ rank }) => rank !== undefined)
      .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || (a.run.runId < b.run.runId ? -1 : 1))
      .map(({ run }) => run);
  }

  return {
    async register(worker, leaseMs) {
      const epoch = leases.size + 1;
      leases.set(epoch, { worker, until: clock.now() + leaseMs });
      return { worker, epoch };
    },
    async beat({ worker, epoch }, leaseMs) {
      if (!isLive(tables, epoch)) return false;
      leases.set(epoch, { worker, until: clock.now() + leaseMs });
      return true;
    },
    async claim({ epoch }, limit) {
      if (!isLive(tables, epoch)) return [];
      return claimable()
        .slice(0, limit)
        .map((run) => {
          const claimed = claimedRun(run);
          Object.assign(run, { epoch, wakeAt: undefined, status: 'running' });
          return claimed;
        });
    },
    async findUnknown({ epoch }, known) {
      return open()
        .filter((run) => run.epoch === epoch && !known.includes(run.runId))
        .map(claimedRun);
    },
    countQueued: async (limit) => Math.min(limit, open().filter(isDue).length),
    async leave({ worker, epoch }) {
      leases.set(epoch, { worker, until: clock.now() });
    },
  };
}

function claimedRun({ status, events, acceptedAt, ...run }: RunRow): ClaimedRun {
  return { ...run, was: status, acceptedAt: new Date(acceptedAt), seq: events.length };
}
