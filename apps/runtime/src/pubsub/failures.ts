import { type ServiceError, status } from '@grpc/grpc-js';
import { ERROR_CODE, REPLAY_ID_CORRUPTED, REPLAY_ID_GONE } from '@lockstep/nodes/salesforce-events';
import { StepError } from '@lockstep/schema/node';

/** The bus does not know our place any more: it was older than what is kept, or of another org. */
export class PlaceGoneError extends Error {
  constructor(cause: unknown) {
    super('Salesforce does not know our place in its changes any more.', { cause });
    this.name = 'PlaceGoneError';
  }
}

/** What the end of a call means. */
export function pubSubFailure(error: unknown, topic: string): Error {
  if (!isServiceError(error)) return error instanceof Error ? error : new Error(String(error));
  const [code] = error.metadata?.get(ERROR_CODE) ?? [];
  if (code === REPLAY_ID_GONE || code === REPLAY_ID_CORRUPTED) return new PlaceGoneError(error);
  const said = `${error.details || error.message} (${status[error.code] ?? error.code})`;
  if (error.code === status.UNAUTHENTICATED) {
    return failed('refused', 'auth', 'salesforce-no-session', `Salesforce does not accept our session: ${said}`, error);
  }
  if (error.code === status.PERMISSION_DENIED || error.code === status.NOT_FOUND) {
    const message = `"${topic}" cannot be read: ${said}. Is change data capture switched on for the object, and may the user read it?`;
    return failed('refused', 'auth', 'salesforce-no-topic', message, error);
  }
  return failed(
    'transient',
    'system',
    'salesforce-stream-broken',
    `The changes of Salesforce broke off: ${said}`,
    error,
  );
}

function failed(
  kind: 'refused' | 'transient',
  category: 'auth' | 'system',
  code: string,
  message: string,
  cause: unknown,
): StepError {
  return new StepError({ kind, category, code, message }, { cause });
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error;
}
