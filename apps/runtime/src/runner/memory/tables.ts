import type { LaneSettings } from '@lockstep/schema/graph';
import type { RunStatus } from '@lockstep/schema/run';
import type { AppendItem, ClaimedRun, EndedItem, NewApproval, NewException, NewWait } from '../../store/index.ts';
import type { Clock } from '../clock.ts';

/** A run as a row: what `runs` of the database holds, and its history. Times are epoch milliseconds. */
export interface RunRow extends Omit<ClaimedRun, 'was' | 'acceptedAt' | 'seq' | 'lane'> {
  status: RunStatus;
  /** The run it repeats, and the newest that repeats it. */
  readonly replayOf: string | undefined;
  replayedBy: string | undefined;
  /** Where it stands in its lane, as `lane_state` says. */
  lane: 'waiting' | 'turn' | 'blocking' | 'passing' | 'left' | undefined;
  readonly acceptedAt: number;
  endedAt: number | undefined;
  /** Owner; absent: nobody's. */
  epoch: number | undefined;
  /** When a run that nobody owns is due; absent: something from outside wakes it. */
  wakeAt: number | undefined;
  /** Events as JSON texts, in order: what was written down, not what was meant. */
  readonly events: string[];
  failed: { readonly node: string; readonly message: string } | undefined;
  filtered: string | undefined;
  /** Items of scopes that ended. */
  readonly items: Map<string, ItemRow>;
  /** The newest state that was kept, and the event it is after. */
  kept: (NonNullable<AppendItem['snapshot']> & { readonly seq: number }) | undefined;
}

export interface ItemRow extends EndedItem {
  /** Event that ended it. */
  readonly seq: number;
}

export interface ExceptionRow extends NewException {
  /** The newest run it is about. */
  runId: string;
  readonly flowId: string;
  status: 'open' | 'retrying' | 'resolved' | 'discarded';
}

export interface WaitRow extends NewWait {
  readonly runId: string;
  readonly createdAt: number;
  checked: boolean;
  /** The event it took. */
  eventSeq: number | undefined;
}

export interface ApprovalRow extends NewApproval {
  readonly runId: string;
  readonly flowId: string;
  status: 'open' | 'approved' | 'rejected' | 'expired' | 'withdrawn';
}

export interface EventRow {
  /** Offset in its topic. */
  readonly seq: number;
  readonly topic: string;
  readonly key: string;
  readonly eventId: string;
  /** JSON text. */
  readonly payload: string;
  readonly receivedAt: number;
}

export interface LetterRow {
  readonly runId: string;
  readonly id: string;
  /** JSON text. */
  readonly event: string;
  taken: boolean;
}

/** A lane, and the runs that have a place in it. */
export interface LaneTable {
  readonly flowId: string;
  readonly key: string;
  settings: LaneSettings;
  places: number;
  /** The run that has its turn. */
  holder: string | undefined;
  done: { readonly rank: bigint; readonly runId: string } | undefined;
  reached: bigint | undefined;
  /** When the lane goes on by itself; infinite while its flow is paused. */
  lookAt: number | undefined;
  readonly line: PlaceRow[];
}

export interface PlaceRow {
  readonly runId: string;
  readonly place: number;
  readonly rank: bigint | undefined;
  readonly digest: string | undefined;
  readonly evenStale: boolean;
  waiting: boolean;
  sinceMs: number;
}

/** Everything that the memory keeps in the place of a database. It dies with its process. */
export interface Tables {
  readonly clock: Clock;
  readonly runs: Map<string, RunRow>;
  /** Run of each flow, trigger and dedupe key seen, and the hash its message had. */
  readonly inbox: Map<string, { readonly runId: string; readonly bodyHash: string | undefined }>;
  /** JSON texts of claim-checked values. */
  readonly payloads: Map<string, string>;
  readonly mail: LetterRow[];
  readonly exceptions: ExceptionRow[];
  readonly waits: WaitRow[];
  readonly approvals: ApprovalRow[];
  /** Every event ever told. */
  readonly events: EventRow[];
  /** Lives of processes by epoch; `until` is the end of the lease. */
  readonly leases: Map<number, { readonly worker: string; until: number }>;
  readonly pausedFlows: Set<string>;
  /** By flow and key: `laneId`. */
  readonly lanes: Map<string, LaneTable>;
  /** Snapshot by `<flow>@<version>`. */
  readonly versions: Map<string, string>;
  /** Tells every process that listens. */
  notify(channel: string, payload: string): void;
  /** Makes a run that nobody owns due at `at`, and rings then. */
  wake(run: RunRow, at: number | undefined): void;
}

export function createTables(clock: Clock, notify: Tables['notify']): Tables {
  return {
    clock,
    runs: new Map(),
    inbox: new Map(),
    payloads: new Map(),
    mail: [],
    exceptions: [],
    waits: [],
    approvals: [],
    events: [],
    leases: new Map(),
    pausedFlows: new Set(),
    lanes: new Map(),
    versions: new Map(),
    notify,
    wake(run, at) {
      run.wakeAt = at;
      if (at === undefined) return;
      // A database has to be asked whether something is due; the memory knows, which spares polls in virtual time.
      const ring = () => {
        if (run.wakeAt === at && run.epoch === undefined) notify('lockstep_work', '');
      };
      clock.after(Math.max(0, at - clock.now()), ring);
    },
  };
}

/** Name of a lane among all. */
export function laneId({ flowId, key }: { readonly flowId: string; readonly key: string }): string {
  return `${flowId}\n${key}`;
}

export function isLive({ leases, clock }: Tables, epoch: number): boolean {
  return (leases.get(epoch)?.until ?? 0) > clock.now();
}
