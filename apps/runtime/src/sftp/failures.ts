import { StepError } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';

/** Status codes of the protocol. @see draft-ietf-secsh-filexfer-02, 7 */
const NO_SUCH_FILE = 2;
const NOT_PERMITTED = 3;
const FAILURE = 4;
const CONNECTION_CODES: ReadonlySet<number> = new Set([6, 7]);
const NOT_SUPPORTED = 8;

/** One call to a server. */
export interface FileCall {
  /** The server as people call it. */
  readonly server: string;
  /** What it was about, for the message. */
  readonly path: string;
  readonly changes: boolean;
}

export function isMissing(error: unknown): boolean {
  return codeOf(error) === NO_SUCH_FILE;
}

/** A general "no": servers say so to a rename onto a file, to a folder that is there already, to a full disk. */
export function isPlainRefusal(error: unknown): boolean {
  return codeOf(error) === FAILURE || codeOf(error) === NOT_SUPPORTED;
}

/** What an error of a call means for the step. The one table of this contact. */
export function callFailed(cause: unknown, { server, path, changes }: FileCall): StepError {
  if (cause instanceof StepError) return cause;
  const code = codeOf(cause);
  const said = cause instanceof Error && cause.message !== '' ? ` It said: ${cause.message.slice(0, 200)}.` : '';
  const failed = (failure: Failure) => new StepError(failure, { cause });
  if (code === NO_SUCH_FILE) {
    return failed({
      kind: 'refused',
      category: 'business',
      code: 'file-missing',
      message: `There is no "${path}" on ${server}.`,
    });
  }
  if (typeof code === 'number' && !CONNECTION_CODES.has(code)) {
    const category = code === NOT_PERMITTED ? 'auth' : 'business';
    const what = code === NOT_PERMITTED ? 'does not let us at' : 'refused what we asked of';
    return failed({ kind: 'refused', category, code: 'sftp-refused', message: `${server} ${what} "${path}".${said}` });
  }
  return failed({
    kind: 'transient',
    category: 'system',
    code: 'connection-lost',
    message: `The session with ${server} was lost while we were at "${path}".`,
    ...(changes && { outcomeUnknown: true }),
  });
}

/** Nobody knows whether the server still does what it was asked. */
export function callTimedOut({ server, path, changes }: FileCall, timeoutMs: number): StepError {
  return new StepError({
    kind: 'transient',
    category: 'timeout',
    code: 'files-timeout',
    message: `${server} did not answer about "${path}" within ${timeoutMs} ms.`,
    ...(changes && { outcomeUnknown: true }),
  });
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | undefined)?.code;
}
