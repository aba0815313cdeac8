import type { FailureCategory, FailureKind } from '@lockstep/schema/run';

/** Categories as people filter by them. */
export const CATEGORY_LABEL: Readonly<Record<FailureCategory, string>> = {
  validation: 'Validation',
  mapping: 'Mapping',
  auth: 'Sign-in',
  rate: 'Rate limit',
  timeout: 'Time-out',
  business: 'Business rule',
  system: 'System',
  unknown: 'Unknown',
};

/** What the kind of a failure means for the person who reads it. */
export const KIND_LABEL: Readonly<Record<FailureKind, string>> = {
  transient: 'It may pass by itself; the attempts of its retry policy are used up.',
  refused: 'The other system understood and said no. Change the data or the system, then retry.',
  item: 'Something in this message is wrong. Mend it at its source, or change the flow to take it.',
  flow: 'The drawing or its settings are wrong. Mend the flow, publish, then replay.',
  unknown: 'The answer was lost and must not be repeated blindly. Look in the other system first.',
  defect: 'The fault is in Lockstep. Please report it with the run id.',
};
