import { StepError } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';

interface MailError {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message?: string;
}

/**
 * What a failed exchange means. With an answer its first digit decides; without one, how far the mail had come.
 *
 * @param begun true once the text of the mail was on its way
 *
 * @see RFC 5321, 4.2.1 (first digit), 4.2.4 (after the end of the text)
 */
export function mailFailed(
  cause: unknown,
  { server, begun }: { readonly server: string; readonly begun: boolean },
): StepError {
  if (cause instanceof StepError) return cause;
  const { code = '', responseCode, response, message = String(cause) } = (cause ?? {}) as MailError;
  const failed = (failure: Failure) => new StepError(failure, { cause });
  if (code === 'EGRESS_BLOCKED' || /EGRESS_BLOCKED/.test(message)) {
    return failed({ kind: 'flow', category: 'system', code: 'egress-blocked', message });
  }
  if (code === 'EAUTH') {
    const text = `${server} does not accept our credentials.`;
    return failed({ kind: 'refused', category: 'auth', code: 'mail-auth', message: text });
  }
  if (responseCode !== undefined) {
    const said = (response ?? message).slice(0, 300);
    return responseCode < 500
      ? failed({
          kind: 'transient',
          category: 'system',
          code: 'mail-deferred',
          message: `${server} asks to try later: ${said}`,
        })
      : failed({ kind: 'refused', category: 'business', code: 'mail-refused', message: `${server} refused: ${said}` });
  }
  if (code === 'ETLS' || /certificate|self.signed/i.test(message)) {
    const text = `The encryption of ${server} cannot be trusted: ${message}`;
    return failed({ kind: 'flow', category: 'system', code: 'tls-failed', message: text });
  }
  if (begun) {
    const text = `The connection to ${server} was lost before it confirmed the mail.`;
    return failed({
      kind: 'transient',
      category: 'system',
      code: 'connection-lost',
      message: text,
      outcomeUnknown: true,
    });
  }
  const text = `Could not hand the mail to ${server} (${code || message}). Nothing was sent.`;
  return failed({ kind: 'transient', category: 'system', code: 'connect-failed', message: text });
}
