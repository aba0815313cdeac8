import { StepError } from '@lockstep/schema/node';

/** The server or the file says no, today and tomorrow. */
export function refused(code: string, message: string): StepError {
  return new StepError({ kind: 'refused', category: 'system', code, message });
}
