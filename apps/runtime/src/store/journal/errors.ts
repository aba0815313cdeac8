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

/**
 * True when the same statement may succeed later without any change: lost connection, shutdown and start-up of the
 * server (57P01 to 57P03), connection exceptions (class 08), too many connections, deadlock, serialisation, disk full; and
 * whatever ends the session (FATAL), as a database that takes no connections for now: that is never about the statement.
 */
export function isPassing(error: unknown): boolean {
  if (error !== null && typeof error === 'object' && 'severity' in error && error.severity === 'FATAL') return true;
  const code = error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : '';
  return (
    CONNECTION_CODES.has(code) || /^08/.test(code) || /^57P0[1-5]$/.test(code) || /^(40001|40P01|53\d{3})$/.test(code)
  );
}

/** A passing error as `StoreUnavailableError`, any other one as it is. */
export function asStoreError(error: unknown): unknown {
  if (!isPassing(error)) return error;
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
