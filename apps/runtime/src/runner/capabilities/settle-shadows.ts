import { compareAnswers, findCapability } from '@lockstep/schema/capabilities';
import { isEnded } from '@lockstep/schema/run';
import type { OpenShadow, RunFailure, ShadowStore, ShadowVerdict } from '../../store/index.ts';
import { endOf, failureAsCalled, type Returning } from '../calls/returning.ts';
import type { Host, HostStorage } from '../host/index.ts';

export interface Comparing extends Returning {
  readonly shadows: Pick<ShadowStore, 'of' | 'left' | 'settle'>;
  /** Fields that a version of a binding says are not compared. */
  readonly ignoredBy: (capability: string, binding: number) => Promise<readonly string[]>;
  readonly records: Pick<HostStorage['records'], 'run' | 'openException'>;
  readonly host: Pick<Host, 'discard'>;
}

/** Who settles what failed in a shadow. */
const COMPARER = 'comparison of answers';

/** Compares the answers of a call once both runs have ended. Any process may do it, at any time, more than once. */
export async function settleShadows(runId: string, parts: Comparing): Promise<void> {
  for (const shadow of await parts.shadows.of(runId)) await compare(shadow, parts);
}

/** Those whose end nobody was there to see. */
export async function settleLeftShadows(parts: Comparing): Promise<void> {
  for (const shadow of await parts.shadows.left()) await compare(shadow, parts);
}

async function compare(shadow: OpenShadow, parts: Comparing): Promise<void> {
  const { shadows, records, host } = parts;
  const { key, liveRunId, shadowRunId } = shadow;
  const verdict = await verdictOf(shadow, parts);
  if (!verdict) return;
  const isMine = await shadows.settle(key, verdict);
  // Nobody has to mend what went nowhere: it is told where the answers are compared.
  const exceptionId = isMine ? await records.openException([shadowRunId]) : undefined;
  if (exceptionId !== undefined) await host.discard(exceptionId, COMPARER, reasonFor(liveRunId));
}

const reasonFor = (liveRunId: string) => `Compared with the run ${liveRunId}, which is not concerned.`;

async function verdictOf({ capability, binding, liveRunId, shadowRunId }: OpenShadow, parts: Comparing) {
  const [live, shadow] = await Promise.all([outcomeOf(liveRunId, parts), outcomeOf(shadowRunId, parts)]);
  if (!live || !shadow) return undefined;
  if (live.kind === 'cancelled' || shadow.kind === 'cancelled') return skipped('One of the two runs was cancelled.');
  if (live.kind === 'removed' || shadow.kind === 'removed') return skipped('One of the two runs is not kept any more.');
  if (live.kind === 'answer' && shadow.kind === 'answer') {
    const own = findCapability(capability)?.own ?? [];
    const ignore = await parts.ignoredBy(capability, binding);
    const differences = compareAnswers(live.value, shadow.value, { own, ignore });
    return differences.length === 0 ? ({ state: 'same' } as const) : ({ state: 'different', differences } as const);
  }
  if (shadow.kind === 'failure' && live.kind === 'answer') {
    return { state: 'failed', reason: `${shadow.failure.code}: ${shadow.failure.reason}` } satisfies ShadowVerdict;
  }
  if (live.kind !== 'failure') return undefined;
  if (!isAnswer(live.failure)) return skipped(`The flow that serves failed: ${live.failure.reason}`);
  return refusals(live.failure, shadow.kind === 'failure' ? shadow.failure : undefined);
}

/** Both said no, or only the one that serves did. */
function refusals(live: RunFailure, shadow: RunFailure | undefined): ShadowVerdict {
  if (shadow?.code === live.code) return { state: 'same' };
  const said = { path: 'error.code', live: live.code };
  if (!shadow) return { state: 'different', differences: [{ ...said, kind: 'missing' }] };
  return { state: 'different', differences: [{ ...said, kind: 'changed', shadow: shadow.code }] };
}

/** A no to the message, not an outage or a wrong drawing. */
const isAnswer = ({ kind }: RunFailure): boolean => kind === 'refused' || kind === 'item';

const skipped = (reason: string): ShadowVerdict => ({ state: 'skipped', reason });

type Outcome =
  | { readonly kind: 'answer'; readonly value: Parameters<typeof compareAnswers>[0] }
  | { readonly kind: 'failure'; readonly failure: RunFailure }
  | { readonly kind: 'cancelled' | 'removed' };

async function outcomeOf(runId: string, parts: Comparing): Promise<Outcome | undefined> {
  const record = await parts.records.run(runId);
  if (!record) return { kind: 'removed' };
  if (!isEnded(record.status)) return undefined;
  if (record.status === 'cancelled') return { kind: 'cancelled' };
  if (record.status === 'exception') {
    const loaded = await parts.loadSnapshot(record.snapshotId).catch(() => undefined);
    const failure = await failureAsCalled(runId, loaded, parts);
    return failure && { kind: 'failure', failure };
  }
  const end = await endOf(runId, parts);
  if (!end) return undefined;
  if (end.ok) return { kind: 'answer', value: end.value };
  const { kind, category, code, message } = end.failure;
  return { kind: 'failure', failure: { node: '', kind, category, code, reason: message } };
}
