/** The database cannot be reached or is just restarting. What was asked may or may not have been written. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** Codes of postgres.js and of the system: the connection was lost or never came about. */
const CONNECTION_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/** How deep the driver's error may lie below those of whoever asked for the statement. */
const MAX_DEPTH = 4;

/**
 * True when the same statement may succeed later without any change: lost connection, shutdown and start-up of the
 * server (57P01 to 57P03), connection exceptions (class 08), too many connections, deadlock, serialisation, disk full; and
 * whatever ends the session (FATAL), as a database that takes no connections for now: that is never about the statement.
 * The error may be the cause of another one, as drizzle's are.
 */
export function isPassing(error: unknown): boolean {
  return causes(error).some(isPassingItself);
}

/** The error, and what it says it was caused by. */
function causes(error: unknown, depth = 0): readonly object[] {
  if (error === null || typeof error !== 'object' || depth === MAX_DEPTH) return [];
  return [error, ...causes('cause' in error ? error.cause : undefined, depth + 1)];
}

function isPassingItself(error: object): boolean {
  if (error instanceof StoreUnavailableError || ('severity' in error && error.severity === 'FATAL')) return true;
  const code = 'code' in error ? String(error.code) : '';
  return CONNECTION_CODES.has(code) || /^(08|57P0[1-5]$|40001$|40P01$|53\d{3}$)/.test(code);
}

/** A passing error as `StoreUnavailableError`, any other one as it is. */
export function asStoreError(error: unknown): unknown {
  if (error instanceof StoreUnavailableError || !isPassing(error)) return error;
  return new StoreUnavailableError('The database cannot be reached.', { cause: error });
}

/** Awaits a statement; errors of a lost connection come as `StoreUnavailableError`. */
export async function passing<T>(statement: PromiseLike<T>): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    throw asStoreError(error);
  }
}
