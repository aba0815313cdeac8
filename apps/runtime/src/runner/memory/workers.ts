import type { ClaimedRun, Workers } from '../../store/index.ts';
import { isLive, type RunRow, type Tables } from './tables.ts';

/** Leases and claims as `journal/workers.ts` and `sql/claim.sql` have them. */
export function memoryWorkers(tables: Tables): Workers {
  const { clock, leases, runs, mail } = tables;
  const open = () => [...runs.values()].filter(({ endedAt }) => endedAt === undefined);
  const isDue = ({ epoch, wakeAt }: RunRow) => epoch === undefined && wakeAt !== undefined && wakeAt <= clock.now();

  function claimable(): readonly RunRow[] {
    const letters = mail.filter(({ taken }) => !taken);
    const mailed = new Set(letters.map(({ runId }) => runId));
    const cancelled = new Set(letters.filter(({ event }) => isCancel(event)).map(({ runId }) => runId));
    const rankOf = (run: RunRow) => {
      if (run.epoch !== undefined) return leases.has(run.epoch) && !isLive(tables, run.epoch) ? 1 : undefined;
      // What waits in its lane is claimed to be cancelled, and for nothing else.
      if (run.lane === 'waiting' ? cancelled.has(run.runId) : mailed.has(run.runId)) return 2;
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

const isCancel = (event: string) => (JSON.parse(event) as { type: string }).type === 'run.cancelled';

export function claimedRun({ status, events, acceptedAt, lane, ...run }: RunRow): ClaimedRun {
  const place = lane === 'waiting' || lane === 'turn' ? lane : undefined;
  return { ...run, was: status, acceptedAt: new Date(acceptedAt), seq: events.length, lane: place };
}
