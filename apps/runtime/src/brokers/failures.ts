import { StepError } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';

/** Nothing was sent. */
export function connectFailed(server: string, cause: unknown): StepError {
  if (cause instanceof StepError) return cause;
  const { code = '', message = String(cause) } = (cause ?? {}) as { code?: string; message?: string };
  if (code === 'EGRESS_BLOCKED') {
    return made({ kind: 'flow', category: 'system', code: 'egress-blocked', message }, cause);
  }
  // AMQP 403, NATS "Authorization Violation", MQTT 134 and 135.
  if (/\b403\b|ACCESS.?REFUSED|authori[sz]ation|not authorized|bad user ?name/i.test(`${code} ${message}`)) {
    return made(
      { kind: 'refused', category: 'auth', code: 'broker-auth', message: `${server} does not accept our credentials.` },
      cause,
    );
  }
  const text = `Could not connect to ${server} (${code || message}). Nothing was sent.`;
  return made({ kind: 'transient', category: 'system', code: 'connect-failed', message: text }, cause);
}

/** The session broke after the message was on its way: nobody knows whether the broker has it. */
export function sessionLost(server: string, cause?: unknown): StepError {
  const message = `The connection to ${server} was lost before it confirmed the message.`;
  return made({ kind: 'transient', category: 'system', code: 'connection-lost', message, outcomeUnknown: true }, cause);
}

export function confirmationLate(server: string, ms: number): StepError {
  const message = `${server} did not confirm the message within ${ms} ms.`;
  return made({ kind: 'transient', category: 'timeout', code: 'broker-timeout', message, outcomeUnknown: true });
}

/** There is no queue, stream or subject to take it, or none that we may use. */
export function noReceiver(server: string, to: string, why: string): StepError {
  const message = `${server} has nobody to take messages at "${to}": ${why}`;
  return made({ kind: 'refused', category: 'business', code: 'no-receiver', message });
}

export function refused(server: string, why: string, cause?: unknown): StepError {
  return made(
    { kind: 'refused', category: 'business', code: 'broker-refused', message: `${server} refused: ${why}` },
    cause,
  );
}

export function busy(server: string, why: string): StepError {
  return made({ kind: 'transient', category: 'system', code: 'broker-busy', message: `${server} is busy: ${why}` });
}

export function addressWrong(connection: string, schemes: readonly string[]): StepError {
  const message = `The address of "${connection}" must begin with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}.`;
  return made({ kind: 'flow', category: 'validation', code: 'address-wrong', message });
}

function made(failure: Failure, cause?: unknown): StepError {
  return new StepError(failure, { cause });
}
