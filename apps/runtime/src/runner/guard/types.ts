import type { ConnectionLimits, HttpResponse, ResolvedConnection } from '@lockstep/schema/node';

/** A connection with what is asked of it at most. */
export interface GuardedConnection extends ResolvedConnection {
  readonly name: string;
  readonly limits: ConnectionLimits;
  /** As the type of the connection has it. */
  readonly throttled?: ((answer: HttpResponse) => number | undefined) | undefined;
}

/** One call that wants to leave. */
export interface Call {
  /** Epoch milliseconds at which the run began: the oldest goes first. */
  readonly since: number;
  /** True for a further call of an attempt that has called before: it goes before all others, or its first call was in vain. */
  readonly continuing: boolean;
  /** How long to wait here for room, in milliseconds; after that the step is parked. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

/**
 * How a call went, as far as its system is concerned.
 *
 * - `ok`: it answered, whatever it said
 * - `failed`: it could not be reached, did not answer in time, or answered 5xx
 * - `limited`: it asked us to slow down (429)
 * - `neutral`: the call says nothing about the system (a wrong address, a certificate)
 */
export type Outcome =
  | { readonly kind: 'ok' | 'failed' | 'neutral' }
  | { readonly kind: 'limited'; readonly retryAfterMs: number | undefined };

/** Leave to make one call. */
export interface Permit {
  /** True when the call tries out a system that was failing. */
  readonly isProbe: boolean;
  /**
   * Must be told exactly once how it went; later calls are ignored.
   * @returns milliseconds until this step should try again, when it was a probe and failed
   */
  done(outcome: Outcome): number | undefined;
}

/** What this process knows of a connection, for `/metrics`. */
export interface GuardStats {
  readonly connection: string;
  readonly state: 'closed' | 'open' | 'half-open';
  readonly inFlight: number;
  readonly waiting: number;
  /** Calls that were not let out since the start, by reason. */
  readonly refused: { readonly 'connection-paused': number; readonly 'rate-limited': number };
}
