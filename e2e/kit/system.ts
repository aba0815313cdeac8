import { type Faults, getEstateState, putEstateFaults } from '@lockstep/schema/api';
import { type Call, granted } from './ask.ts';

export interface SystemHandle {
  /** Refuses so many calls, then is well again: `erp.fails(2).with(503)`. */
  fails(times: number): { with(status: number): Promise<void> };
  /** Refuses every call until it is healed. */
  isDown(status?: number): Promise<void>;
  /** Does what it is asked, and its answer is lost: to this share of writes. */
  losesAnswers(share?: number): Promise<void>;
  isSlow(ms: number): Promise<void>;
  /** Any switches of the fault panel at once. */
  misbehaves(faults: Faults): Promise<void>;
  isWell(): Promise<void>;
  /** What it has inside, as the estate tells it: the oracle of a test. */
  state(): Promise<unknown>;
}

export function systemOf(call: Call, system: string): SystemHandle {
  const put = async (faults: Faults): Promise<void> => {
    granted(await call(putEstateFaults, { params: { system }, body: faults }), `Faults of "${system}"`);
  };
  return {
    fails: (times) => ({ with: (status) => put({ status, times }) }),
    isDown: (status = 503) => put({ status }),
    losesAnswers: (share = 1) => put({ commitThenDrop: share }),
    isSlow: (latencyMs) => put({ latencyMs }),
    misbehaves: put,
    isWell: () => put({}),
    state: async () => granted(await call(getEstateState, { params: { system } }), `State of "${system}"`),
  };
}
