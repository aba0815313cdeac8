import type { Failure } from '../run/failure.ts';

/**
 * The one exception a node throws. Its `failure` decides what happens next; whatever else escapes a node is a `defect`.
 * The original error travels as `cause`.
 */
export class StepError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: { readonly cause?: unknown }) {
    super(failure.message, options);
    this.name = 'StepError';
    this.failure = failure;
  }
}
