import { OverloadedError } from '../host/types.ts';
import { type Loop, startLoop } from '../loop.ts';

/** What a flow with a limit stores. */
export interface QuotaState {
  readonly flowId: string;
  readonly bytes: number;
  readonly quotaBytes: number;
}

/** Not accepted, because the flow stores as much as it may. Nothing was written. */
export class QuotaExceededError extends OverloadedError {
  readonly flowId: string;
  readonly bytes: number;
  readonly quotaBytes: number;

  constructor({ flowId, bytes, quotaBytes }: QuotaState) {
    super(`The flow "${flowId}" stores as much as it may.`, RETRY_MS);
    this.flowId = flowId;
    this.bytes = bytes;
    this.quotaBytes = quotaBytes;
  }
}

/** Room comes by retention or by a person: not within seconds. */
const RETRY_MS = 60_000;
/** How stale a process may be about what is stored, besides the few seconds of the ledger's audit. */
const LOOK_MS = 2_000;
/** Share of the limit from which on people are warned. */
export const NEAR = 0.8;

export type Fullness = 'none' | 'ok' | 'near' | 'full';

/** Where a flow stands; `none`: it has no limit. */
export function fullnessOf({ bytes, quotaBytes }: Omit<QuotaState, 'flowId'>): Fullness {
  if (quotaBytes === 0) return 'none';
  if (bytes >= quotaBytes) return 'full';
  return bytes >= quotaBytes * NEAR ? 'near' : 'ok';
}

export interface Quotas {
  /** @throws QuotaExceededError when the flow takes nothing new */
  admit(flowId: string): void;
  /** After a limit changed. */
  nudge(): void;
  close(): Promise<void>;
}

/**
 * Knows which flows take nothing new, because they store as much as they may. As of a few seconds ago: a flow may come to store
 * more than its limit by what comes in meanwhile, and by what was accepted before. Where the database is out of reach, what was
 * known last holds.
 *
 * @param onChange a flow came near to its limit, reached it, or has room again; not told of `ok` at the start
 */
export function startQuotas({
  read,
  onChange,
  onError,
}: {
  readonly read: () => Promise<readonly QuotaState[]>;
  readonly onChange: (state: QuotaState, fullness: Fullness) => void;
  readonly onError: (error: unknown) => void;
}): Quotas {
  let full: ReadonlyMap<string, QuotaState> = new Map();
  let known: ReadonlyMap<string, Fullness> = new Map();
  const loop: Loop = startLoop({
    async look() {
      const states = await read();
      const now = new Map(states.map((state) => [state.flowId, fullnessOf(state)]));
      full = new Map(states.flatMap((state) => (now.get(state.flowId) === 'full' ? [[state.flowId, state]] : [])));
      for (const state of states) {
        const fullness = now.get(state.flowId) ?? 'ok';
        if ((known.get(state.flowId) ?? 'ok') !== fullness) onChange(state, fullness);
      }
      known = now;
      return undefined;
    },
    everyMs: LOOK_MS,
    onError,
  });
  loop.nudge();
  return {
    admit(flowId) {
      const state = full.get(flowId);
      if (state) throw new QuotaExceededError(state);
    },
    nudge: loop.nudge,
    close: loop.close,
  };
}
