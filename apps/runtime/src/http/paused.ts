import { type ProblemError, problem } from './problem.ts';

/** A person resumes a flow: senders are asked to come back in a while, not at once. */
const RETRY_SECONDS = 60;

/** The refusal for messages to a flow that is paused and takes none. Nothing was stored. */
export function pausedProblem(flowId: string): ProblemError {
  const detail = `The flow "${flowId}" is paused. Nothing was stored; send it again later.`;
  return problem('flow-paused', detail, undefined, { 'retry-after': String(RETRY_SECONDS) });
}
