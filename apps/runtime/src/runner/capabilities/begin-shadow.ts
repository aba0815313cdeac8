import type { CallRequest, ContractIssue } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import type { CallStore, ShadowCall, ShadowStore } from '../../store/index.ts';
import { chooseCallee } from '../calls/choose-callee.ts';
import type { Host, HostLog } from '../host/index.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { type AddressOf, shadowProblem } from './shadow-safety.ts';

export interface Shadowing {
  readonly calls: Pick<CallStore, 'versionsOf' | 'pinnedVersion'>;
  readonly shadows: ShadowStore;
  readonly loadSnapshot: (snapshotId: string) => Promise<LoadedFlow>;
  readonly checkContract: (ref: string, value: Json) => readonly ContractIssue[] | undefined;
  readonly addressOf: AddressOf;
  readonly host: Pick<Host, 'start'>;
  readonly log?: HostLog | undefined;
}

export interface SecondCall extends ShadowCall {
  /** Snapshot of the flow that serves. */
  readonly liveSnapshotId: string;
  readonly message: CallRequest['message'];
  readonly now: number;
  readonly test: boolean;
}

/**
 * Begins the run of the second flow, once for the key of the call. It is marked as a test, so that it counts nowhere, and as a shadow, so
 * that it does what a live run does. Whatever is in its way is written down and harms nobody: this never rejects.
 */
export async function beginShadow(call: SecondCall, parts: Shadowing): Promise<void> {
  const { shadows, log } = parts;
  try {
    if (!(await shadows.isNew(call.key))) return;
    await shadows.keep(call, await begun(call, parts));
  } catch (err) {
    log?.warn({ err, runId: call.runId }, 'A call is not compared: its second call could not be begun.');
  }
}

async function begun(call: SecondCall, parts: Shadowing): Promise<Parameters<ShadowStore['keep']>[1]> {
  const { loadSnapshot, host, addressOf } = parts;
  const { capability, key, runId, liveRunId, shadowFlow, message, businessKey, now, test } = call;
  if (test) return { skipped: 'A test run is not compared.' };
  const request = { flowId: shadowFlow, versions: 'latest', resolve: 'run', mode: 'start', message } as const;
  const caller = { flowId: shadowFlow, version: undefined, node: '' };
  try {
    const { flowId, version, snapshotId, node } = await chooseCallee({ ...request, capability }, caller, parts);
    const problem = await shadowProblem(
      await loadSnapshot(call.liveSnapshotId),
      await loadSnapshot(snapshotId),
      addressOf,
    );
    if (problem !== undefined) return { skipped: problem };
    const trigger = { kind: 'call' as const, receivedAt: now, shadow: { runId, liveRunId, capability } };
    const at = { flowId, version, snapshotId, node };
    const started = await host.start({ ...at, message, trigger, dedupeKey: `${key}~shadow`, businessKey, test: true });
    return { shadowRunId: started.runId };
  } catch (error) {
    return { skipped: error instanceof Error ? error.message : String(error) };
  }
}
