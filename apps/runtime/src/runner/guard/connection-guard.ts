import { isFailing } from './breaker.ts';
import { createCallQueue, type Waiting } from './call-queue.ts';
import { type Ask, type Grant, MEMBER_LEASE_MS, type View } from './exchange.ts';
import type { GuardStore } from './guard-store.ts';
import { createMeetings } from './meetings.ts';
import { createParking } from './parking.ts';
import { attemptOver } from './refusals.ts';
import { createTurns } from './turns.ts';
import type { Call, GuardedConnection, GuardStats, Outcome, Permit } from './types.ts';
import { createOutcomeWindow } from './window.ts';

/** One connection in one process. */
export interface ConnectionGuard {
  /** @throws StepError `connection-paused` or `rate-limited`, when the step must wait elsewhere */
  admit(call: Call): Promise<Permit>;
  /** Its limits or its name were changed. */
  changed(connection: Guarded): void;
  /** Another process changed the breaker. */
  look(): void;
  stats(): GuardStats;
  /** Gives back what it holds. */
  close(): Promise<void>;
}

type Guarded = Pick<GuardedConnection, 'id' | 'name' | 'limits'>;

export interface GuardOptions {
  readonly worker: string;
  readonly store: GuardStore;
  /** Epoch milliseconds of this process. */
  readonly clock: () => number;
  readonly warn: (error: unknown, message: string) => void;
}

/** A process that uses a connection meets the others this often, and hears of their failures so late at most. */
const BEAT_MS = 1_000;
/** While there is not enough for all, meeting more often would only share the same more finely. */
const SCARCE_GAP_MS = 80;
/** Tokens leased beyond what was used since the last meeting, so that a quiet connection answers at once. */
const AHEAD = 8;
/** Calls that wait in memory; further steps are parked at once. */
const MAX_QUEUED = 500;
/** Beats without a call after which all is given back. */
const IDLE_BEATS = 5;

/** Lets the calls of one connection leave as its limits and its breaker say. No round trip for a call that finds room. */
export function createConnectionGuard(guarded: Guarded, { worker, store, clock, warn }: GuardOptions): ConnectionGuard {
  let connection = guarded;
  let window = windowOf(guarded);
  const queue = createCallQueue();
  let view: View | undefined;
  let viewAt = 0;
  let grant: Omit<Grant, 'view' | 'tokens'> | undefined;
  /** Leased and not used; `undefined` while nothing limits the rate. */
  let tokens: number | undefined;
  let inFlight = 0;
  let probesOut = 0;
  /** Calls since the last meeting. */
  let used = 0;
  let idleBeats = 0;
  let beat: NodeJS.Timeout | undefined;
  let isEnded = false;

  const left = (ms: number | undefined) => (ms === undefined ? Number.POSITIVE_INFINITY : ms - (clock() - viewAt));
  const parking = createParking({ clock, view: () => view, left, connection: () => connection });
  const meetings = createMeetings({ clock, meet, after: pump });
  const turns = createTurns<View>({
    onDone: take,
    onError: (error) => warn(error, `What became of ${connection.name} could not be shared.`),
    after: () => meetings.ask(),
  });

  function admit(call: Call): Promise<Permit> {
    if (!beat && !isEnded) beat = setInterval(onBeat, BEAT_MS).unref();
    idleBeats = 0;
    return new Promise((resolve, reject) => {
      if (queue.size() >= MAX_QUEUED) return reject(parking.refuse('rate-limited'));
      const onAbort = () => {
        if (queue.remove(waiting)) waiting.settle();
        reject(attemptOver(connection.name));
      };
      const patience = setTimeout(() => giveUp(waiting), call.patienceMs);
      const settle = () => {
        clearTimeout(patience);
        call.signal.removeEventListener('abort', onAbort);
      };
      const waiting: Waiting = { call, resolve, reject, settle };
      if (call.signal.aborted) {
        settle();
        return onAbort();
      }
      call.signal.addEventListener('abort', onAbort, { once: true });
      queue.add(waiting);
      pump();
    });
  }

  function giveUp(waiting: Waiting): void {
    if (!queue.remove(waiting)) return;
    waiting.settle();
    waiting.reject(parking.refuse(view && view.state !== 'closed' ? 'connection-paused' : 'rate-limited'));
  }

  /** Lets out what may leave, refuses what may not, and asks for what is missing. */
  function pump(): void {
    for (let next = queue.first(); next; next = queue.first()) {
      const answer = gate();
      if (answer === 'wait') return;
      queue.remove(next);
      next.settle();
      if (answer === 'refuse') next.reject(parking.refuse('connection-paused'));
      else next.resolve(letOut(next.call, answer === 'probe'));
    }
    // The next block comes before this one is used up.
    if (tokens !== undefined && used > 0 && tokens < Math.max(1, used / 2)) meetings.ask();
  }

  function gate(): 'go' | 'probe' | 'refuse' | 'wait' {
    if (!view || meetings.age() > MEMBER_LEASE_MS) return ask();
    if (view.state === 'open' && (connection.limits.breaker || view.by !== undefined)) {
      return left(view.openMs) > 0 ? 'refuse' : tryOut();
    }
    if (view.state === 'half-open' && connection.limits.breaker) {
      if (!view.isProber) return left(view.probeMs) > 0 ? 'wait' : tryOut();
      return probesOut > 0 || turns.isUnderWay() ? 'wait' : 'probe';
    }
    const silentMs = left(view.silentMs);
    if (silentMs > 0) return ask(silentMs);
    if (grant?.places !== undefined && inFlight >= grant.places) {
      // When all places are ours, the next one becomes free here.
      return grant.places >= (connection.limits.concurrency ?? 0) ? 'wait' : ask(SCARCE_GAP_MS);
    }
    if (tokens !== undefined && tokens < 1) {
      const nextMs = grant?.nextTokenMs ?? 0;
      return ask(nextMs > 0 ? Math.max(nextMs, SCARCE_GAP_MS) : 0);
    }
    return 'go';
  }

  function ask(ms = 0): 'wait' {
    meetings.ask(ms);
    return 'wait';
  }

  function tryOut(): 'wait' {
    if (!turns.isUnderWay()) turns.add(() => store.probe(connection.limits));
    return 'wait';
  }

  function letOut({ continuing }: Call, isProbe: boolean): Permit {
    inFlight += 1;
    used += 1;
    parking.sent(continuing);
    if (isProbe) probesOut += 1;
    if (tokens !== undefined) tokens -= 1;
    const revision = view?.revision ?? 0;
    let isDone = false;
    return {
      isProbe,
      done(outcome) {
        if (isDone) return undefined;
        isDone = true;
        inFlight -= 1;
        if (isProbe) probesOut -= 1;
        const retryAfterMs = judge(outcome, revision, isProbe);
        pump();
        if (grant?.contested && inFlight < (grant.places ?? 0)) meetings.ask();
        return retryAfterMs;
      },
    };
  }

  /** What a call says about the system. Calls from before the breaker last changed say nothing. */
  function judge(outcome: Outcome, revision: number, isProbe: boolean): number | undefined {
    const { limits } = connection;
    if (outcome.kind === 'limited') turns.add(() => store.slow(outcome.retryAfterMs, limits));
    if (outcome.kind === 'neutral' || view === undefined || revision !== view.revision) return undefined;
    const isFailed = outcome.kind === 'failed';
    if (isProbe) {
      if (isFailed) keepAway(view);
      turns.add(() => store.probed(revision, !isFailed, limits));
      return isFailed ? parking.park() : undefined;
    }
    window.record(isFailed, clock());
    if (!isFailed || !limits.breaker || view.state !== 'closed') return undefined;
    const [own, others] = [window.counts(clock()), grant?.others ?? { ok: 0, failed: 0 }];
    const all = { ok: own.ok + others.ok, failed: own.failed + others.failed };
    if (!isFailing(limits.breaker, all, window.consecutive())) return undefined;
    keepAway(view);
    turns.add(() => store.trip(revision, limits));
    return undefined;
  }

  /** Until the others know, this process keeps away by itself. */
  function keepAway(before: View): void {
    take({ ...before, state: 'open', isProber: false, openMs: connection.limits.breaker?.openMs ?? 0 });
  }

  function take(next: View): void {
    const before = view;
    view = next;
    viewAt = clock();
    if (before?.revision === next.revision && before.state === next.state) return;
    window.reset();
    // Those that come back too early get a new turn, in the order in which they come.
    const isAgain = before?.state !== 'open' || next.revision > before.revision + 1;
    if (next.state === 'open' && isAgain) parking.restart();
    if (next.state === 'closed') tokens = next.bucket ? 0 : undefined;
  }

  async function meet(): Promise<void> {
    const wish = asks(false);
    used = 0;
    try {
      const { view: next, tokens: granted, ...more } = await store.exchange(wish, connection.limits);
      grant = more;
      // What a turn changes is newer than what was heard here.
      if (!turns.isUnderWay()) take(next);
      tokens = granted === undefined ? undefined : (tokens ?? 0) + granted;
    } catch (error) {
      warn(error, `The limits of ${connection.name} could not be asked for.`);
      throw error;
    }
  }

  function asks(isLeaving: boolean): Ask {
    const now = clock();
    const held = tokens ?? 0;
    return {
      worker,
      inFlight,
      queued: queue.size(),
      parked: parking.pending(now),
      parkedMs: Math.max(0, parking.tail() - now),
      ...window.counts(now),
      tokensLeft: isLeaving ? held : 0,
      tokensWanted: isLeaving ? 0 : Math.max(0, queue.size() + 2 * used + AHEAD - held),
      isLeaving,
    };
  }

  function onBeat(): void {
    const isIdle = inFlight + queue.size() + parking.pending(clock()) === 0;
    idleBeats = isIdle ? idleBeats + 1 : 0;
    if (idleBeats < IDLE_BEATS) {
      meetings.ask();
      return;
    }
    clearInterval(beat);
    beat = undefined;
    void meetings.insteadOf(leave);
  }

  async function leave(): Promise<void> {
    if (!view) return;
    const wish = asks(true);
    // The next call must meet the others first, and only after this.
    view = undefined;
    tokens = undefined;
    await store
      .exchange(wish, connection.limits)
      .catch((error: unknown) => warn(error, `What was leased for ${connection.name} lapses by itself.`));
  }

  return {
    admit,
    changed(next) {
      if (next.limits.breaker?.windowMs !== connection.limits.breaker?.windowMs) window = windowOf(next);
      const isOther = next.limits !== connection.limits;
      connection = next;
      if (isOther) meetings.ask();
    },
    look() {
      if (beat) meetings.ask();
    },
    stats: () => ({
      connection: connection.id,
      state: view?.state ?? 'closed',
      inFlight,
      waiting: queue.size() + parking.pending(clock()),
      refused: parking.refused,
    }),
    async close() {
      isEnded = true;
      clearInterval(beat);
      for (const waiting of queue.all()) giveUp(waiting);
      await turns.end();
      await meetings.end();
      await leave();
    },
  };
}

function windowOf({ limits }: Guarded) {
  return createOutcomeWindow(limits.breaker?.windowMs ?? 1000);
}
