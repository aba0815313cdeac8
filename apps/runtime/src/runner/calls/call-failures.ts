import { type ContractIssue, StepError } from '@lockstep/schema/node';
import type { Failure, Json } from '@lockstep/schema/run';
import type { RunFailure } from '../../store/index.ts';

/** A called run, as its caller's failure names it. */
export interface Called {
  readonly runId: string;
  readonly flowId: string;
  readonly version: number | undefined;
  /** What people call the flow. */
  readonly name: string;
}

const linkOf = ({ runId, flowId, version }: Called): { [key: string]: Json } => ({
  runId,
  flowId,
  ...(version !== undefined && { version }),
});

/**
 * The failure of a run as that of the step which called it: same category, code and reason, with the way to the run. Never
 * transient: the steps of the called run were tried as often as they may be.
 */
export function failedThere(called: Called, failure: RunFailure, nodeName: string): Failure {
  const { kind, category, code, reason, node } = failure;
  return {
    kind: kind === 'transient' ? 'refused' : kind,
    category,
    code,
    message: `"${called.name}" failed at "${nodeName}": ${reason}`,
    details: { ...linkOf(called), node },
    ...(kind === 'unknown' && { outcomeUnknown: true }),
  };
}

export function cancelledThere(called: Called, by: string | undefined): Failure {
  const message = `The called run of "${called.name}" was cancelled${by === undefined ? '' : ` by ${by}`}.`;
  return { kind: 'refused', category: 'business', code: 'called-run-cancelled', message, details: linkOf(called) };
}

/** What came back is not what the called flow promises to return. */
export function brokenReturn(called: Called, ref: string, issues: readonly ContractIssue[]): Failure {
  const message = `What "${called.name}" returned does not keep the contract ${ref}: ${first(issues)}`;
  return { ...BROKEN, message, details: { ...linkOf(called), issues: listed(issues) } };
}

/** The message is not what the called flow takes; no run was begun. */
export function brokenMessage(flowId: string, ref: string, issues: readonly ContractIssue[]): StepError {
  const message = `The message for "${flowId}" does not keep its contract ${ref}: ${first(issues)}`;
  return new StepError({ ...BROKEN, message, details: { flowId, issues: listed(issues) } });
}

const BROKEN = { kind: 'item', category: 'validation', code: 'contract-broken' } as const;

function first(issues: readonly ContractIssue[]): string {
  const [issue] = issues;
  const more = issues.length > 1 ? ` (${issues.length} problems)` : '';
  return issue ? `${issue.path === '' ? 'the value' : issue.path} ${issue.message}${more}.` : 'it is broken.';
}

function listed(issues: readonly ContractIssue[]): Json {
  return issues.map(({ path, message }) => ({ path, message }));
}

/** The drawing, or what it calls, is wrong. */
export function wrongCall(code: string, message: string): StepError {
  return new StepError({ kind: 'flow', category: 'system', code, message });
}

/** No run can be begun at this moment; nothing was. */
export function notNow(message: string, retryAfterMs: number): StepError {
  return new StepError({
    kind: 'transient',
    category: 'system',
    code: 'overloaded',
    message,
    retryAfterMs,
    notAttempted: true,
  });
}
