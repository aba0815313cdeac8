import { StepError } from '@lockstep/schema/node';
import { type Failure, type FailureKind, MAX_EVENT_BYTES } from '@lockstep/schema/run';
import type { z } from 'zod';
import type { ScriptError, ScriptErrorCode, UnmappedCode } from '../../sandbox/types.ts';
import { StoreUnavailableError } from '../../store/index.ts';
import { redactText } from '../../telemetry/index.ts';
import { bounded } from './bounded.ts';

const SCRIPT_FAILURES: Readonly<Record<ScriptErrorCode, Pick<Failure, 'kind' | 'category' | 'code'>>> = {
  SCRIPT_ERROR: { kind: 'item', category: 'mapping', code: 'script-error' },
  UNMAPPED: { kind: 'item', category: 'mapping', code: 'value-unmapped' },
  COMPILE_ERROR: { kind: 'flow', category: 'mapping', code: 'script-invalid' },
  TIMEOUT: { kind: 'item', category: 'timeout', code: 'script-timeout' },
  MEMORY: { kind: 'item', category: 'mapping', code: 'script-memory' },
  RESULT_TOO_LARGE: { kind: 'item', category: 'mapping', code: 'script-result-too-large' },
  UNAVAILABLE: { kind: 'transient', category: 'system', code: 'sandbox-unavailable' },
};

/** What an error of the sandbox means for the step. `place` names the parameter. */
export function scriptFailed({ code, message, line, column, key, unmapped }: ScriptError, place: string): StepError {
  const at = key ?? place;
  const position =
    line === undefined ? {} : { position: { line, column: column ?? 1, ...(at === '' ? {} : { key: at }) } };
  if (!unmapped) return new StepError({ ...SCRIPT_FAILURES[code], message: `${at}: ${message}`, ...position });
  return valueUnmapped(unmapped, { at, position });
}

/** How long a run that waits for a code sleeps before it looks again: a person is asked meanwhile. */
const UNMAPPED_WAIT_MS = 60_000;

/** A code that a table does not have: for a person, or, where the author wants the run to wait, until somebody has mapped it. */
function valueUnmapped(
  { outcome, ...code }: UnmappedCode,
  { at, position }: { readonly at: string; readonly position: Pick<Failure, 'position'> },
): StepError {
  const { table, key, from, to } = code;
  const message = `${at === '' ? '' : `${at}: `}The table "${table}" has no ${to} for the ${from} ${JSON.stringify(key)}.`;
  const failure = { ...SCRIPT_FAILURES.UNMAPPED, message, details: { ...code }, ...position };
  if (outcome !== 'wait') return new StepError(failure);
  return new StepError({ ...failure, kind: 'transient', retryAfterMs: UNMAPPED_WAIT_MS, notAttempted: true });
}

/** Zod's issues as one failure that names the first field and keeps the others as details. */
export function notAccepted(
  what: 'param' | 'input',
  kind: FailureKind,
  { issues }: { readonly issues: readonly z.core.$ZodIssue[] },
): StepError {
  const all = issues.map(({ path, message }) => ({ path: pointer(path), message }));
  const [first = { path: '', message: 'is wrong' }] = all;
  const place = first.path === '' ? '' : ` at ${first.path}`;
  const message =
    what === 'param' ? `A setting does not fit${place}: ` : `The message does not fit this step${place}: `;
  const details = { issues: all.slice(0, 50) };
  return new StepError({
    kind,
    category: 'validation',
    code: `${what}-invalid`,
    message: message + first.message,
    details,
  });
}

/** The attempt took too long. `touched`: a request that changes something was under way or done. */
export function attemptTimedOut(timeoutMs: number, touched: boolean): Failure {
  return {
    kind: 'transient',
    category: 'timeout',
    code: 'timeout',
    message: `The step took longer than ${timeoutMs} ms.`,
    ...(touched ? { outcomeUnknown: true } : {}),
  };
}

/** A scope cannot tell whether it has ended. */
export function conditionUndecided(value: unknown): Failure {
  const message = `The condition must give true or false; it gave ${JSON.stringify(value)?.slice(0, 100)}.`;
  return { kind: 'item', category: 'mapping', code: 'condition-undecided', message };
}

export const OWNERSHIP_LOST = 'ownership-lost';

/** Another worker may have the run by now. `touched`: an earlier request of the attempt changed something. */
export function ownershipLost(touched: boolean): StepError {
  return new StepError({
    kind: 'transient',
    category: 'system',
    code: OWNERSHIP_LOST,
    message: 'This process may not own the run any more; nothing further is sent.',
    ...(touched ? { outcomeUnknown: true } : {}),
  });
}

/** Scripts and other systems can give such a value; it could not be stored. */
export function outputTooDeep(problem: string): StepError {
  const message = `What this step gave ${problem}.`;
  return new StepError({ kind: 'item', category: 'mapping', code: 'output-too-deep', message });
}

/** More than a person reads, and than the list of approvals can carry. */
export function parkTooLarge(bytes: number): StepError {
  const message = `The details of the approval have ${bytes} bytes; ${MAX_EVENT_BYTES} are allowed.`;
  return new StepError({ kind: 'item', category: 'validation', code: 'details-too-large', message });
}

/** Ours, and an alert: the message is for the log as much as for the run. */
export function defect(message: string, cause?: unknown): StepError {
  return new StepError({ kind: 'defect', category: 'system', code: 'defect', message }, { cause });
}

/**
 * The one conversion of a throw into data. A database out of reach passes: what a step asks of it may be asked again. What is not a `StepError` is a defect whose message stays inside the process;
 * after a request that may have changed something its outcome is unknown.
 */
export function failureOf(error: unknown, touched: boolean): Failure {
  if (error instanceof StepError && error.failure.kind !== 'defect') {
    const { message, details, notAttempted, ...failure } = error.failure;
    return {
      ...failure,
      // An attempt that changed something before it had to wait was one.
      ...(notAttempted && !touched ? { notAttempted } : {}),
      message: redactText(message),
      ...(details === undefined ? {} : { details: bounded(details) }),
    };
  }
  if (error instanceof StoreUnavailableError) {
    const away = { kind: 'transient', category: 'system', code: 'store-unavailable', message: error.message } as const;
    return touched ? { ...away, outcomeUnknown: true } : away;
  }
  const message =
    error instanceof StepError ? error.failure.message : 'A fault in Lockstep stopped this step; it is in the log.';
  const failure: Failure = { kind: 'defect', category: 'system', code: 'defect', message };
  return touched ? { ...failure, outcomeUnknown: true } : failure;
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
