import type { ConnectionLimits } from '@lockstep/schema/node';
import { isFailing } from './breaker.ts';
import { type CallQueue, createCallQueue, type Waiting } from './call-queue.ts';
import { type Ask, type Grant, MEMBER_LEASE_MS, type View } from './exchange.ts';
import type { GuardStore } from './guard-store.ts';
import { attemptOver, type RefusalCode, refusal } from './refusals.ts';
import { createSchedule } from './schedule.ts';
import type { Call, GuardStats, Outcome, Permit } from './types.ts';
import { createOutcomeWindow, type OutcomeWindow } from './window.ts';

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

export interface Guarded {
  readonly id: string;
  readonly name: string;
  readonly limits: ConnectionLimits;
}

export interface GuardOptions {
  readonly worker: string;
  readonly store: GuardStore;
  /** Epoch milliseconds of this process. */
  readonly clock: () => number;
  readonly warn: (error: unknown, message: string) => void;
}

/** A process that uses a connection meets the others this often, and hears of their failures so late at most. */
const BEAT_MS = 1_000;
/** Never more often than this: one round trip serves all calls that came meanwhile. */
const GAP_MS = 40;
/** While there is not enough for all, meeting more often would only share the same more finely. */
const SCARCE_GAP_MS = 80;
/** After a meeting that failed. */
const ERROR_GAP_MS = 500;
/** Tokens leased beyond what was used since the last meeting, so that a quiet connection answers at once. */
const AHEAD = 8;
/** Calls that wait in memory; further steps are parked at once. */
const MAX_QUEUED = 500;
/** A system that was paused by hand is looked at this often by those that wait. */
const BY_HAND_MS = 15_000;
/** Nobody is parked for less: there is a turn of the run for it. */
const LEAST_PARK_MS = 250;
/** Beats without a call after which all is given back. */
const IDLE_BEATS = 5;

/** Lets the calls of one connection leave as its limits and its breaker say. No round trip for a call that finds room. */
export function createConnectionGuard(guarded: Guarded, options: GuardOptions): ConnectionGuard {
  const { worker, store, clock, warn } = options;
  let connection = guarded;
  let window: OutcomeWindow = createOutcomeWindow(guarded.limits.breaker?.windowMs ?? 1000);
  const queue: CallQueue = createCallQueue();
  const schedule = createSchedule();
  const refused: Record<RefusalCode, number> = { 'connection-paused': 0, 'rate-limited': 0 };
  let view: View | undefined;
  let viewAt = 0;
  let grant: Omit<Grant, 'view' | 'tokens'> | undefined;
  let grantedAt = 0;
  let tokens: number | undefined;
  let inFlight = 0;
  let used = 0;
  let idleBeats = 0;
  let asking: Promise<void> | undefined;
  let askAgain = false;
  /** Changes of the breaker under way, one after another. */
  let turning = 0;
  let turns: Promise<void> = Promise.resolve();
  let probesOut = 0;
  let failedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  let beat: NodeJS.Timeout | undefined;
  let ended = false;

  const since = (moment: number) => clock() - moment;
  const left = (ms: number | undefined) => (ms === undefined ? Number.POSITIVE_INFINITY : ms - since(viewAt));

  function admit(call: Call): Promise<Permit> {
    if (!beat && !ended) beat = setInterval(onBeat, BEAT_MS).unref();
    idleBeats = 0;
    return new Promise((resolve, reject) => {
      if (queue.size() >= MAX_QUEUED) return reject(refuse('rate-limited'));
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
      if (call.signal.aborted) return onAbort();
      call.signal.addEventListener('abort', onAbort, { once: true });
      queue.add(waiting);
      pump();
    });
  }

  function giveUp(waiting: Waiting): void {
    if (!queue.remove(waiting)) return;
    waiting.settle();
    waiting.reject(refuse(view && view.state !== 'closed' ? 'connection-paused' : 'rate-limited'));
  }

  /** Lets out what may leave, refuses what may not, and asks for what is missing. */
  function pump(): void {
    for (let next = queue.first(); next; next = queue.first()) {
      const answer = gate();
      if (answer === 'wait') return;
      queue.remove(next);
      next.settle();
      if (answer === 'refuse') next.reject(refuse('connection-paused'));
      else next.resolve(letOut(answer === 'probe'));
    }
    // The next block comes before this one is used up.
    if (tokens !== undefined && used > 0 && tokens < Math.max(1, used / 2)) ask();
  }

  function gate(): 'go' | 'probe' | 'refuse' | 'wait' {
    if (!view || since(grantedAt) > MEMBER_LEASE_MS) return ask();
    if (connection.limits.breaker || view.by !== undefined) {
      if (view.state === 'open') {
        if (left(view.openMs) > 0) return 'refuse';
        return tryOut();
      }
      if (view.state === 'half-open') {
        if (!view.isProber) return left(view.probeMs) > 0 ? 'wait' : tryOut();
        return probesOut > 0 || turning > 0 ? 'wait' : 'probe';
      }
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

  function tryOut(): 'wait' {
    if (turning === 0) turn(() => store.probe(connection.limits));
    return 'wait';
  }

  function letOut(isProbe: boolean): Permit {
    inFlight += 1;
    used += 1;
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
        if (grant?.contested && inFlight < (grant.places ?? 0)) ask();
        return retryAfterMs;
      },
    };
  }

  /** What a call says about the system. Calls from before the breaker last changed say nothing. */
  function judge(outcome: Outcome, revision: number, isProbe: boolean): number | undefined {
    if (outcome.kind === 'limited') turn(() => store.slow(outcome.retryAfterMs, connection.limits));
    if (outcome.kind === 'neutral' || revision !== view?.revision) return undefined;
    const isFailed = outcome.kind === 'failed';
    const { breaker } = connection.limits;
    if (isProbe) {
      // Until the others know, this process keeps away by itself.
      if (isFailed) take({ ...view, state: 'open', isProber: false, openMs: breaker?.openMs ?? 0 });
      turn(() => store.probed(revision, !isFailed, connection.limits));
      return isFailed ? park() : undefined;
    }
    window.record(isFailed, clock());
    if (!isFailed || !breaker || view.state !== 'closed') return undefined;
    const [own, others] = [window.counts(clock()), grant?.others ?? { ok: 0, failed: 0 }];
    const all = { ok: own.ok + others.ok, failed: own.failed + others.failed };
    if (!isFailing(breaker, all, window.consecutive())) return undefined;
    take({ ...view, state: 'open', isProber: false, openMs: breaker.openMs });
    turn(() => store.trip(revision, connection.limits));
    return undefined;
  }

  function refuse(code: RefusalCode): Error {
    refused[code] += 1;
    return refusal({ code, connection, retryAfterMs: park() });
  }

  /** The turn of a step that must wait elsewhere, in milliseconds from now. */
  function park(): number {
    const now = clock();
    const { drainPerSecond, rate } = connection.limits;
    const isPaused = view !== undefined && view.state !== 'closed';
    const perSecond = isPaused || view?.isDraining ? drainPerSecond : (view?.bucket?.perSecond ?? rate?.perSecond);
    const spacingMs = (1000 / (perSecond ?? drainPerSecond)) * (view?.members ?? 1);
    const waitMs = view?.state === 'open' ? left(view.openMs) : left(view?.silentMs ?? 0);
    const from = now + Math.max(LEAST_PARK_MS, Number.isFinite(waitMs) ? waitMs : BY_HAND_MS);
    return schedule.take(from, spacingMs) - now;
  }

  function take(next: View): void {
    const before = view;
    const isNew = next.revision !== before?.revision || next.state !== before?.state;
    view = next;
    viewAt = clock();
    if (!isNew) return;
    window.reset();
    // Those that come back too early get a new turn, in the order in which they come.
    const isAgain = before?.state !== 'open' || next.revision > before.revision + 1;
    if (next.state === 'open' && isAgain) schedule.restart();
    if (next.state === 'closed') tokens = next.bucket ? 0 : undefined;
  }

  /** Changes the breaker for all; what others say meanwhile is older. */
  function turn(change: () => Promise<View>): void {
    turning += 1;
    turns = turns.then(async () => {
      try {
        const next = await change();
        turning -= 1;
        if (turning === 0) take(next);
      } catch (error) {
        turning -= 1;
        warn(error, `What became of ${connection.name} could not be shared.`);
      }
      ask();
    });
  }

  /** Meets the others soon, or in `ms`; many wishes are one meeting. */
  function ask(ms = 0): 'wait' {
    if (ended) return 'wait';
    if (asking) {
      askAgain = true;
      return 'wait';
    }
    const at = clock() + Math.max(ms, grantedAt + GAP_MS - clock(), failedAt + ERROR_GAP_MS - clock(), 0);
    if (timer && timerAt <= at) return 'wait';
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(() => {
      timer = undefined;
      meet();
    }, at - clock());
    return 'wait';
  }

  function meet(): void {
    askAgain = false;
    const wish = asks(false);
    used = 0;
    const asked = clock();
    asking = store
      .exchange(wish, connection.limits)
      .then(({ view: next, tokens: granted, ...more }) => {
        grant = more;
        grantedAt = asked;
        if (turning === 0) take(next);
        tokens = granted === undefined ? undefined : (tokens ?? 0) + granted;
      })
      .catch((error: unknown) => {
        failedAt = clock();
        warn(error, `The limits of ${connection.name} could not be asked for.`);
      })
      .finally(() => {
        asking = undefined;
        if (askAgain) ask();
        pump();
      });
  }

  function asks(isLeaving: boolean): Ask {
    const now = clock();
    const held = tokens ?? 0;
    return {
      worker,
      inFlight,
      queued: queue.size(),
      parked: schedule.pending(now),
      parkedMs: Math.max(0, schedule.tail() - now),
      ...window.counts(now),
      tokensLeft: isLeaving ? held : 0,
      tokensWanted: isLeaving ? 0 : Math.max(0, queue.size() + 2 * used + AHEAD - held),
      isLeaving,
    };
  }

  function onBeat(): void {
    const isIdle = inFlight + queue.size() + schedule.pending(clock()) === 0;
    idleBeats = isIdle ? idleBeats + 1 : 0;
    if (idleBeats < IDLE_BEATS) {
      ask();
      return;
    }
    if (asking) return;
    clearInterval(beat);
    beat = undefined;
    void leave();
  }

  function leave(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const wish = asks(true);
    // The next call must meet the others first, and only after this.
    view = undefined;
    tokens = undefined;
    const left = store
      .exchange(wish, connection.limits)
      .then(
        () => undefined,
        (error: unknown) => warn(error, `What was leased for ${connection.name} lapses by itself.`),
      )
      .finally(() => {
        asking = undefined;
        pump();
      });
    asking = left;
    return left;
  }

  return {
    admit,
    changed(next) {
      if (next.limits.breaker?.windowMs !== connection.limits.breaker?.windowMs) {
        window = createOutcomeWindow(next.limits.breaker?.windowMs ?? 1000);
      }
      const isOther = next.limits !== connection.limits;
      connection = next;
      if (isOther) ask();
    },
    look() {
      if (beat) ask();
    },
    stats: () => ({
      connection: connection.id,
      state: view?.state ?? 'closed',
      inFlight,
      waiting: queue.size() + schedule.pending(clock()),
      refused,
    }),
    async close() {
      ended = true;
      clearInterval(beat);
      for (const waiting of queue.all()) giveUp(waiting);
      await asking;
      await turns;
      if (view) await leave();
    },
  };
}
