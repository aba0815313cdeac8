import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpRequest, HttpResponse, ResolvedConnection } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';
import { startElapsed } from '../elapsed.ts';
import {
  type GuardedConnection,
  type Guards,
  type Outcome,
  outcomeOf,
  outcomeOfError,
  type Permit,
  refusal,
} from '../guard/index.ts';

/** A first call waits here so long for room before its step is parked. */
const PATIENCE_MS = 1_000;
/**
 * And that of a step that was parked until its turn. Those whose turns fell into one second come together, and whoever went
 * away in vain would get a turn behind all the others.
 */
const PATIENCE_AT_TURN_MS = 10_000;

/** The calls of one attempt, each under the limits of the connection it belongs to. */
export interface GuardedHttp {
  /** The attempt asked for this connection; calls to its address belong to it from now on. */
  uses(connection: ResolvedConnection | GuardedConnection): void;
  /**
   * Sends when the connection has room.
   * @throws StepError `connection-paused` or `rate-limited` (nothing was sent), or what `send` throws
   */
  request(request: HttpRequest, send: () => Promise<HttpResponse>): Promise<HttpResponse>;
  /** The same for a call that is no HTTP exchange. */
  call<T>(connectionId: string, send: () => Promise<T>): Promise<T>;
  /** The failure of the attempt, marked when one of its calls was a probe that failed: it says nothing about the message. */
  judged(failure: Failure): Failure;
}

export interface GuardedHttpOptions {
  /** Absent: nothing is limited. */
  readonly guards: Pick<Guards, 'admit'> | undefined;
  /** Epoch milliseconds at which the run began. */
  readonly since: number;
  /** Of the attempt; its number. */
  readonly timeoutMs: number;
  readonly attempt: number;
  readonly signal: AbortSignal;
}

export function createGuardedHttp({ guards, since, timeoutMs, attempt, signal }: GuardedHttpOptions): GuardedHttp {
  const known = new Map<string, GuardedConnection>();
  const probes = new Map<Permit, GuardedConnection>();
  let failedProbe: { readonly connection: string; readonly retryAfterMs: number } | undefined;
  let calls = 0;

  function ownerOf(url: string): GuardedConnection | undefined {
    const origin = URL.parse(url)?.origin;
    return [...known.values()]
      .filter(({ baseUrl }) => URL.parse(baseUrl)?.origin === origin)
      .sort((a, b) => commonLength(b.baseUrl, url) - commonLength(a.baseUrl, url))[0];
  }

  async function through<T>(
    owner: GuardedConnection | undefined,
    send: () => Promise<T>,
    judge: (answer: T) => Outcome,
  ): Promise<{ readonly answer: T; readonly outcome: Outcome }> {
    if (!guards || !owner) {
      const answer = await send();
      return { answer, outcome: judge(answer) };
    }
    const continuing = calls > 0;
    const first = Math.min(attempt > 1 ? PATIENCE_AT_TURN_MS : PATIENCE_MS, timeoutMs / 4);
    const patienceMs = continuing ? timeoutMs / 2 : first;
    const permit = await guards.admit(owner, { since, continuing, patienceMs, signal });
    calls += 1;
    if (permit.isProbe) probes.set(permit, owner);
    try {
      const answer = await send();
      const outcome = judge(answer);
      note(owner, permit, permit.done(outcome));
      return { answer, outcome };
    } catch (error) {
      note(owner, permit, permit.done(outcomeOfError(error)));
      throw error;
    }
  }

  /**
   * A system that says in its answer when it has room again did nothing: the same call leaves once more then, for half
   * of the time of the attempt. Beyond it the step waits elsewhere, and has lost no attempt.
   */
  async function patiently(
    owner: GuardedConnection | undefined,
    send: () => Promise<HttpResponse>,
  ): Promise<HttpResponse> {
    const elapsed = startElapsed();
    for (;;) {
      const { answer, outcome } = await through(owner, send, (response) => judgeOf(owner, response));
      const waitMs = owner?.throttled?.(answer);
      if (!owner || waitMs === undefined || outcome.kind !== 'limited') return answer;
      if (elapsed() + waitMs > timeoutMs / 2) {
        throw refusal({ code: 'rate-limited', connection: owner, retryAfterMs: waitMs });
      }
      await sleep(waitMs, undefined, { signal });
    }
  }

  return {
    uses(connection) {
      if (guards && 'limits' in connection) known.set(connection.id, connection);
    },
    request: (request, send) => patiently(ownerOf(request.url), send),
    call: async (connectionId, send) => (await through(known.get(connectionId), send, () => ({ kind: 'ok' }))).answer,
    judged(failure) {
      // The attempt is over before its probe was answered: too late is failed.
      for (const [permit, owner] of [...probes]) note(owner, permit, permit.done({ kind: 'failed' }));
      if (failure.kind !== 'transient' || failure.notAttempted || !failedProbe) return failure;
      const { connection, retryAfterMs } = failedProbe;
      return { ...failure, probe: true, connection, retryAfterMs: Math.ceil(retryAfterMs) };
    },
  };

  function note({ id }: GuardedConnection, permit: Permit, retryAfterMs: number | undefined): void {
    probes.delete(permit);
    if (retryAfterMs !== undefined) failedProbe = { connection: id, retryAfterMs };
  }
}

/** How a call went: what its connection knows of throttled answers comes before what all have in common. */
function judgeOf(owner: GuardedConnection | undefined, answer: HttpResponse): Outcome {
  const retryAfterMs = owner?.throttled?.(answer);
  return retryAfterMs === undefined ? outcomeOf(answer, Date.now()) : { kind: 'limited', retryAfterMs };
}

/** How much of `base` the address begins with: of two connections to one host the nearer one. */
function commonLength(base: string, url: string): number {
  return url.startsWith(base) ? base.length : 0;
}
