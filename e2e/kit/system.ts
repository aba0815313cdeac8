import {
  type Faults,
  getEstateState,
  putEstateFaults,
  putEstateGenerator,
  resetEstate,
  resetTest,
} from '@lockstep/schema/api';
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

export interface Systems {
  /** A simulated system of the estate, by its name: `sap`, `shopify`, `wms`. */
  (name: string): SystemHandle;
  /**
   * Begins again: every run is forgotten, and the simulated systems know nothing but what this seed gives them, are well and
   * sell nothing by themselves. Flows and connections stay. Needs `LOCKSTEP_TEST_API=1`; wait for `then.quiet()` before.
   *
   * @throws Error when the test mode is off, or runs are under way
   */
  reset(seed?: string): Promise<void>;
}

export function systemsOf(call: Call): Systems {
  return Object.assign((name: string) => systemOf(call, name), {
    async reset(seed?: string) {
      granted(await call(putEstateGenerator, { body: { ordersPerMinute: 0 } }), 'Silencing the estate');
      granted(await call(resetTest, { body: {} }), 'Forgetting the runs');
      granted(await call(resetEstate, { body: { ...(seed !== undefined && { seed }) } }), 'Resetting the estate');
    },
  });
}

function systemOf(call: Call, system: string): SystemHandle {
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
