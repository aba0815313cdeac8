import type { ContractIssue } from '@lockstep/schema/node';
import { type Failure, isEnded, type Json, type RunEvent } from '@lockstep/schema/run';
import { stepOf } from '../../engine/index.ts';
import type { CallStore, History, Journal, RunFailure } from '../../store/index.ts';
import { foldHistory, type HostStorage, readHistory } from '../host/index.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { brokenReturn, type Called, cancelledThere, failedThere } from './call-failures.ts';
import { callableStart } from './choose-callee.ts';

/** How a called run ended, as the step that called it goes on. */
export type CallEnd = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly failure: Failure };

export interface Returning {
  readonly calls: Pick<CallStore, 'failureOf'>;
  readonly journal: Pick<Journal, 'readHistories' | 'loadPayload'>;
  readonly records: Pick<HostStorage['records'], 'run'>;
  readonly loadSnapshot: (snapshotId: string) => Promise<LoadedFlow>;
  readonly checkContract: (ref: string, value: Json) => readonly ContractIssue[] | undefined;
}

/**
 * The end of a called run: what its `return` step gave, under the contract of its flow, or why it failed. `undefined` while
 * it goes on.
 */
export async function endOf(runId: string, parts: Returning): Promise<CallEnd | undefined> {
  const record = await parts.records.run(runId);
  if (!record || !isEnded(record.status)) return undefined;
  const { flowId, version, status, snapshotId } = record;
  if (status === 'exception') {
    // A flow that cannot be loaded may be what the exception is about.
    const loaded = await parts.loadSnapshot(snapshotId).catch(() => undefined);
    const called: Called = { runId, flowId, version, name: loaded?.flow.name ?? flowId };
    const failure = await failureAsCalled(runId, loaded, parts);
    return failure && { ok: false, failure: failedThere(called, failure, nameOf(loaded, failure.node)) };
  }
  const loaded = await parts.loadSnapshot(snapshotId);
  const called: Called = { runId, flowId, version, name: loaded.flow.name };
  const history = await readHistory(parts.journal, runId);
  if (!history) return undefined;
  if (status === 'cancelled') return { ok: false, failure: cancelledThere(called, cancelledBy(history.events)) };
  const value = await returned(loaded, history, parts.journal);
  const contract = callableStart(loaded)?.contracts.output;
  const issues = contract === undefined ? [] : (parts.checkContract(contract, value) ?? [UNKNOWN]);
  if (contract === undefined || issues.length === 0) return { ok: true, value };
  return { ok: false, failure: brokenReturn(called, contract, issues) };
}

/** Why a run failed, by the code that callers of its flow know it by. */
export async function failureAsCalled(
  runId: string,
  loaded: LoadedFlow | undefined,
  { calls }: Pick<Returning, 'calls'>,
): Promise<RunFailure | undefined> {
  const failure = await calls.failureOf(runId);
  const names = loaded && callableStart(loaded)?.contracts.errors;
  const known = failure && names && Object.hasOwn(names, failure.code) ? names[failure.code] : undefined;
  return failure && { ...failure, code: known ?? failure.code };
}

const UNKNOWN: ContractIssue = { path: '', message: 'cannot be checked: there is no such contract' };

/** What the first `return` step that succeeded gave, in the order of the drawing. */
async function returned({ plan, nodes }: LoadedFlow, history: History, journal: Returning['journal']) {
  const { steps } = foldHistory(plan, history).state;
  for (const { id, disabled } of plan.nodes) {
    const output = stepOf(steps, id)?.output;
    if (disabled || !output || !nodes.get(id)?.definition.returns) continue;
    return 'value' in output ? output.value : (JSON.parse(await journal.loadPayload(output.ref)) as Json);
  }
  return null;
}

function cancelledBy(events: readonly RunEvent[]): string | undefined {
  const cancelled = events.findLast(({ type }) => type === 'run.cancelled');
  return cancelled?.type === 'run.cancelled' ? cancelled.by : undefined;
}

function nameOf(loaded: LoadedFlow | undefined, id: string): string {
  return loaded?.nodes.get(id)?.node.name ?? id;
}
