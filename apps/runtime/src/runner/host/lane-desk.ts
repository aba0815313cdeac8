import {
  type ClaimedRun,
  LANE_CHANNEL,
  type LaneAccepted,
  type LaneItem,
  type LaneName,
  type LaneNews,
  type Lanes,
  type Ownership,
} from '../../store/index.ts';
import type { Clock } from '../clock.ts';
import type { HostStorage } from './storage.ts';
import type { HostLog } from './types.ts';

export interface LaneDeskOptions {
  readonly lanes: Lanes;
  readonly listen: HostStorage['listen'];
  readonly clock: Clock;
  owner(): Ownership;
  /** How many more runs fit. */
  room(): number;
  takeIn(claimed: { readonly runs: readonly ClaimedRun[]; readonly owner: Ownership }): Promise<void>;
  /** Runs had their turn and wait for a worker with room. */
  onLeft(): void;
  onSetAside(run: LaneNews['setAside'][number]): void;
  /** The storage was lost before it answered: runs may be ours without our knowing. */
  onDoubt(): void;
  readonly log?: HostLog | undefined;
}

/** Lets lanes go on when their runs end in this process, when a hold is over, and where another process left them. */
export interface LaneDesk {
  accept: Lanes['accept'];
  readonly acceptIn: Lanes['acceptIn'];
  /** Messages were accepted by `acceptIn`, and that is durable. */
  heard(accepted: { readonly news?: LaneAccepted['news'] }, owner: Ownership): Promise<void>;
  /** A run with a place in a lane ended. */
  ended(runId: string): void;
  /** Looks for what nobody looks after. */
  poll(): Promise<void>;
  /** Does `work` while no answer is outstanding that says which runs are ours. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

/** Lanes looked for in one go. */
const DUE_LIMIT = 200;

/** What ends while a look is under way goes together as the next one. */
export async function createLaneDesk(options: LaneDeskOptions): Promise<LaneDesk> {
  const { lanes, clock, log } = options;
  let runs = new Set<string>();
  let names = new Map<string, LaneName>();
  let line: Promise<unknown> = Promise.resolve();
  let scheduled = false;
  let ended = false;
  const cancels = new Set<() => void>();

  function alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = line.then(work);
    line = mine.catch(() => undefined);
    return mine;
  }

  function schedule(): void {
    if (scheduled || ended) return;
    scheduled = true;
    void alone(look).catch((error: unknown) => {
      log?.warn({ err: error }, 'Lanes could not go on; the next poll does it.');
      options.onDoubt();
    });
  }

  async function look(): Promise<void> {
    scheduled = false;
    const which = { runs: [...runs], lanes: [...names.values()] };
    runs = new Set();
    names = new Map();
    if (which.runs.length + which.lanes.length === 0) return;
    const owner = options.owner();
    const news = await lanes.goOn(which, { owner, room: Math.max(0, options.room()) });
    await hear(news, owner);
  }

  async function hear({ taken, left, setAside, holds }: LaneNews, owner: Ownership): Promise<void> {
    for (const run of setAside) options.onSetAside(run);
    if (left > 0) options.onLeft();
    for (const { ms, ...lane } of holds) lookIn(ms, lane);
    if (taken.length > 0) await options.takeIn({ runs: taken, owner });
  }

  function lookIn(ms: number, lane: LaneName): void {
    if (ended) return;
    const cancel = clock.after(
      Math.max(1, ms),
      () => {
        cancels.delete(cancel);
        names.set(`${lane.flowId}\n${lane.key}`, lane);
        schedule();
      },
      'background',
    );
    cancels.add(cancel);
  }

  async function poll(): Promise<void> {
    for (;;) {
      const due = await lanes.findDue(DUE_LIMIT);
      for (const runId of due.runs) runs.add(runId);
      for (const lane of due.lanes) names.set(`${lane.flowId}\n${lane.key}`, lane);
      if (runs.size + names.size === 0) return;
      await alone(look);
      if (due.runs.length + due.lanes.length < DUE_LIMIT || ended) return;
    }
  }

  const pollSoon = () =>
    void poll().catch((error: unknown) => log?.warn({ err: error }, 'Looking for lanes failed; trying again.'));
  const unlisten = await options.listen(LANE_CHANNEL, pollSoon);

  return {
    async accept(item: LaneItem) {
      const { news, ...accepted } = await lanes.accept(item);
      if (news) await hear(news, item.owner);
      return accepted;
    },
    acceptIn: lanes.acceptIn,
    async heard({ news }, owner) {
      if (news) await hear(news, owner);
    },
    ended(runId) {
      runs.add(runId);
      schedule();
    },
    poll,
    alone,
    async end() {
      ended = true;
      for (const cancel of cancels) cancel();
      await unlisten().catch(() => undefined);
      await line;
    },
  };
}
