import { StepError } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';

/** One call to a server. */
export interface FtpCall {
  /** The server as people call it. */
  readonly server: string;
  /** What it was about, for the message. */
  readonly path: string;
  readonly changes: boolean;
}

/** Replies of the protocol that need a name. @see RFC 959, 4.2; RFC 3659 */
const REPLY = { closing: 421, notSignedIn: 530, noSuchFile: 550, nameNotAllowed: 553 } as const;
/** "Not now": no data connection, the transfer was cut, the file is in use, the server is in trouble. */
const PASSING: ReadonlySet<number> = new Set([425, 426, 434, 450, 451]);
const CROWDED = /too many|maximum|limit|connections? (?:from|per)/i;

/** The code of a reply with which the server said no, unless the connection itself failed. */
export function replyOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || error.name !== 'FTPError') return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === 'number' ? code : undefined;
}

/** "There is no such file", or "you may not": servers say both with one reply, so somebody has to look. */
export function mayBeMissing(error: unknown): boolean {
  const reply = replyOf(error);
  return reply === REPLY.noSuchFile || reply === REPLY.nameNotAllowed || reply === 450 || reply === 501;
}

/** True where a server takes no further session now. */
export function isCrowded(error: unknown): boolean {
  const reply = replyOf(error);
  return reply === REPLY.closing || (reply === REPLY.notSignedIn && CROWDED.test(String(error)));
}

/** What an error of a call means for the step. The one table of this contact. */
export function callFailed(cause: unknown, call: FtpCall): StepError {
  if (cause instanceof StepError) return cause;
  const { server, path, changes } = call;
  const failed = (failure: Failure) => new StepError(failure, { cause });
  const reply = replyOf(cause);
  if (isCrowded(cause)) return failed(crowded(server));
  if (reply === REPLY.notSignedIn) {
    const message = `${server} does not let us at "${path}".${said(cause)}`;
    return failed({ kind: 'refused', category: 'auth', code: 'ftp-refused', message });
  }
  if (reply !== undefined && !PASSING.has(reply)) {
    const message = `${server} refused what we asked of "${path}".${said(cause)}`;
    return failed({ kind: 'refused', category: 'business', code: 'ftp-refused', message });
  }
  if (codeOf(cause) === 'EGRESS_BLOCKED') {
    return failed({ kind: 'flow', category: 'system', code: 'egress-blocked', message: (cause as Error).message });
  }
  const unknown = changes && { outcomeUnknown: true };
  if (cause instanceof Error && /^Timeout\b/i.test(cause.message)) {
    const message = `${server} did not go on about "${path}" in time.`;
    return failed({ kind: 'transient', category: 'timeout', code: 'files-timeout', message, ...unknown });
  }
  const message =
    reply === undefined
      ? `The session with ${server} was lost while we were at "${path}".`
      : `${server} could not give or take "${path}" now.${said(cause)}`;
  return failed({ kind: 'transient', category: 'system', code: 'connection-lost', message, ...unknown });
}

export function missing({ server, path }: Omit<FtpCall, 'changes'>, cause?: unknown): StepError {
  const message = `There is no "${path}" on ${server}.`;
  return new StepError({ kind: 'refused', category: 'business', code: 'file-missing', message }, { cause });
}

/** What kept a session from beginning. Nothing was done. */
export function notSignedIn(cause: unknown, server: string): StepError {
  if (cause instanceof StepError) return cause;
  const failed = (failure: Failure) => new StepError(failure, { cause });
  if (codeOf(cause) === 'EGRESS_BLOCKED') {
    return failed({ kind: 'flow', category: 'system', code: 'egress-blocked', message: (cause as Error).message });
  }
  if (isCrowded(cause)) return failed(crowded(server));
  const reply = replyOf(cause);
  if (reply === REPLY.notSignedIn || reply === 532 || reply === 332) {
    const message = `${server} does not accept our credentials.${said(cause)}`;
    return failed({ kind: 'refused', category: 'auth', code: 'ftp-auth', message });
  }
  if (reply !== undefined && reply >= 500) {
    return failed({
      kind: 'flow',
      category: 'system',
      code: 'ftp-refused',
      message: `${server} does not speak to us as the connection says.${said(cause)}`,
    });
  }
  const why = codeOf(cause) ?? (cause instanceof Error ? cause.message : 'unknown');
  const message = `Could not connect to ${server} (${String(why)}). Nothing was done.`;
  return failed({ kind: 'transient', category: 'system', code: 'connect-failed', message });
}

function crowded(server: string): Failure {
  const message = `${server} opens no further session for us now.`;
  return { kind: 'transient', category: 'rate', code: 'ftp-busy', message };
}

function said(cause: unknown): string {
  return cause instanceof Error && cause.message !== '' ? ` It said: ${cause.message.slice(0, 200).trim()}` : '';
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | undefined)?.code;
}
