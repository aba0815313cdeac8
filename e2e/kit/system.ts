import {
  changeEstateTime,
  type Faults,
  getEstateState,
  listEstate,
  putEstateFaults,
  putEstateGenerator,
  resetEstate,
  resetTest,
} from '@lockstep/schema/api';
import { type Call, eventually, granted } from './ask.ts';
import { untilQuiet } from './then-quiet.ts';

/** Something a system has inside, as its state tells it. */
export type Row = Readonly<Record<string, unknown>>;

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
  /** One list of its state: `sap.rows('salesOrders')`. @throws Error when it has no such list */
  rows(list: string): Promise<readonly Row[]>;
  /**
   * Somebody at the system does something, by a switch of its own (README of the simulator): `wms.does('moves', { orderRef, move: 'ship' })`
   * posts it, `has` puts what is there from now on, `edits` changes what is there.
   *
   * @returns what the system answers
   * @throws Error when it refuses
   */
  does(what: string, body?: object): Promise<Row>;
  has(what: string, body: object): Promise<Row>;
  edits(what: string, body: object): Promise<Row>;
  /** It sends its webhooks to this hook from now on, until the next reset: `shopify/orders-accepted`. */
  tells(hook: string): Promise<void>;
}

export interface Systems {
  /** A simulated system of the estate, by its name: `sap`, `shopify`, `wms`. */
  (name: string): SystemHandle;
  /**
   * Begins again: every run is forgotten, and the simulated systems know nothing but what this seed gives them, are well and
   * sell nothing by themselves. Flows and connections stay. Needs `LOCKSTEP_TEST_API=1`; waits for what is under way.
   *
   * @throws Error when the test mode is off, or runs do not end
   */
  reset(seed?: string): Promise<void>;
  /** So much time goes by for the systems, not for Lockstep: what comes due there has happened, and been sent, when it settles. */
  pass(ms: number): Promise<void>;
}

/** @param url where Lockstep serves its hooks */
export function systemsOf(url: string, call: Call): Systems {
  return Object.assign((name: string) => systemOf(url, call, name), {
    async reset(seed?: string) {
      granted(await call(putEstateGenerator, { body: { ordersPerMinute: 0 } }), 'Silencing the estate');
      // What goes by the clock may begin just now; then it is waited for.
      await eventually('nothing to be under way', async () => {
        await untilQuiet(call);
        const forgotten = await call(resetTest, { body: {} });
        if (!forgotten.ok && ['run-not-ended', 'overloaded'].includes(forgotten.code)) return undefined;
        return granted(forgotten, 'Forgetting the runs');
      });
      granted(await call(resetEstate, { body: { ...(seed !== undefined && { seed }) } }), 'Resetting the estate');
    },
    async pass(advanceMs: number) {
      granted(await call(changeEstateTime, { body: { advanceMs } }), 'The time of the estate');
    },
  });
}

function systemOf(url: string, call: Call, system: string): SystemHandle {
  const put = async (faults: Faults): Promise<void> => {
    granted(await call(putEstateFaults, { params: { system }, body: faults }), `Faults of "${system}"`);
  };
  const state = async () => granted(await call(getEstateState, { params: { system } }), `State of "${system}"`);
  const control = async (method: string, what: string, body: object): Promise<Row> => {
    const known = granted(await call(listEstate), 'The estate').find((one) => one.system === system);
    if (!known) throw new Error(`The estate has no "${system}".`);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(new URL(`/_sim/${what}`, known.stateUrl), {
      method,
      headers,
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`"${system}" refused ${method} ${what}: ${answer.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Row);
  };
  return {
    fails: (times) => ({ with: (status) => put({ status, times }) }),
    isDown: (status = 503) => put({ status }),
    losesAnswers: (share = 1) => put({ commitThenDrop: share }),
    isSlow: (latencyMs) => put({ latencyMs }),
    misbehaves: put,
    isWell: () => put({}),
    state,
    async rows(list) {
      const found = ((await state()) as Row)[list];
      if (!Array.isArray(found)) throw new Error(`The state of "${system}" has no list "${list}".`);
      return found as readonly Row[];
    },
    does: (what, body = {}) => control('POST', what, body),
    has: (what, body) => control('PUT', what, body),
    edits: (what, body) => control('PATCH', what, body),
    tells: async (hook) => void (await control('PUT', 'target', { url: `${url}/hooks/${hook}` })),
  };
}
