import { StepError } from '@lockstep/schema/node';

export type RefusalCode = 'connection-paused' | 'rate-limited';

export interface Refusal {
  readonly code: RefusalCode;
  readonly connection: { readonly id: string; readonly name: string };
  readonly retryAfterMs: number;
}

/** The call did not leave: its step waits, and has lost no attempt. */
export function refusal({ code, connection, retryAfterMs }: Refusal): StepError {
  const { id, name } = connection;
  const message =
    code === 'connection-paused'
      ? `${name} is left alone, because it fails or was paused. This step waits for it.`
      : `${name} has no room for this call now. This step waits for its turn.`;
  return new StepError({
    kind: 'transient',
    category: code === 'connection-paused' ? 'system' : 'rate',
    code,
    message,
    retryAfterMs: Math.ceil(retryAfterMs),
    notAttempted: true,
    connection: id,
  });
}

/** The attempt ended while its call still waited: nothing of it was sent. */
export function attemptOver(name: string): StepError {
  const message = `The time of this attempt was over while it waited for ${name}; the call was not sent.`;
  return new StepError({ kind: 'transient', category: 'timeout', code: 'timeout', message });
}
