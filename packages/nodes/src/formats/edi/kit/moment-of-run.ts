import type { StepContext } from '@lockstep/schema/node';

/** Date and time for envelopes, in UTC: when the run began, so that an attempt that is repeated writes the same. */
export function momentOfRun({ trigger }: Pick<StepContext, 'trigger'>): {
  readonly date: string;
  readonly time: string;
} {
  const iso = new Date(trigger.receivedAt).toISOString();
  return { date: iso.slice(0, 10), time: iso.slice(11, 16) };
}
