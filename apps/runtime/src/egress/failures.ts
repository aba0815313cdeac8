import { StepError } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';
import { EgressBlockedError } from './guarded-connect.ts';

/** Methods that change nothing (RFC 9110, 9.2.1): repeating them is never a question. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a server says of our certificate, after the handshake as TLS 1.3 has it: it read nothing of the request then. */
const REFUSED_CLIENT =
  /^ERR_SSL_(TLSV1|TLSV13|SSLV3)_ALERT_(CERTIFICATE_(REQUIRED|UNKNOWN|EXPIRED|REVOKED)|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|ACCESS_DENIED)$/;

/** Certificates do not mend themselves within a retry. */
const TLS_CODE = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|HOSTNAME_MISMATCH)/;

/** How far an exchange had come when it broke. */
export interface Exchange {
  readonly method: string;
  readonly origin: string;
  /** False when nothing of the request can have reached the other system. */
  readonly sent: boolean;
  /** The time limit of the request or of the attempt is over. */
  readonly expired: boolean;
}

/** An answer that cannot be passed on as good: too large, or not what it says it is. */
export class BadResponseError extends Error {
  readonly code: 'response-too-large' | 'response-malformed';

  constructor(code: BadResponseError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** What a broken exchange means for the step. The table of `StepContext.http`. */
export function exchangeFailed(cause: unknown, { method, origin, sent, expired }: Exchange): StepError {
  const unknown = sent && !SAFE.has(method) ? { outcomeUnknown: true } : {};
  const failed = (failure: Omit<Failure, 'outcomeUnknown'>) => new StepError({ ...failure, ...unknown }, { cause });
  if (cause instanceof EgressBlockedError) {
    return failed({ kind: 'flow', category: 'system', code: 'egress-blocked', message: cause.message });
  }
  if (cause instanceof BadResponseError) {
    return failed({ kind: 'refused', category: 'system', code: cause.code, message: `${origin}: ${cause.message}` });
  }
  const code = codeOf(cause);
  if (REFUSED_CLIENT.test(code)) {
    const message = `${origin} does not accept the client certificate of the connection, or asks for one (${code}). Nothing was done.`;
    return new StepError({ kind: 'flow', category: 'system', code: 'tls-failed', message }, { cause });
  }
  if (!sent) {
    if (TLS_CODE.test(code)) {
      const message = `Certificate not trusted: ${origin} ${distrust(code)} (${code}).`;
      return failed({ kind: 'flow', category: 'system', code: 'tls-failed', message });
    }
    const message = `Could not connect to ${origin} (${expired ? 'time is over' : code}). Nothing was sent.`;
    return failed({ kind: 'transient', category: 'system', code: 'connect-failed', message });
  }
  if (expired || /TIMEOUT/.test(code)) {
    const message = `${origin} did not answer in time.`;
    return failed({ kind: 'transient', category: 'timeout', code: 'http-timeout', message });
  }
  const message = `The connection to ${origin} was lost before the answer was complete (${code}).`;
  return failed({ kind: 'transient', category: 'system', code: 'connection-lost', message });
}

/** Why a certificate is not trusted, and what a person can do about it. */
function distrust(code: string): string {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return 'shows one that has expired';
    case 'CERT_NOT_YET_VALID':
      return 'shows one that is not valid yet';
    case 'CERT_REVOKED':
      return 'shows one that was revoked';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return 'shows one of another host';
    case 'CERT_SIGNATURE_FAILURE':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return 'shows one of an authority that is not known here; the connection can name it as its trusted certificate authority';
    default:
      return 'and we found no way to speak securely';
  }
}

/** A request that must not leave: the message or the drawing made it unusable. */
export function requestInvalid(message: string): StepError {
  return new StepError({ kind: 'item', category: 'validation', code: 'request-invalid', message });
}

function codeOf(error: unknown): string {
  const { code, name, cause } = (error ?? {}) as { code?: unknown; name?: unknown; cause?: unknown };
  if (typeof code === 'string' && code !== '') return code;
  return cause ? codeOf(cause) : typeof name === 'string' ? name : 'unknown';
}
