import { type Flow, newestIn } from '@lockstep/schema/graph';
import type { CallableContracts, ContractIssue, FlowCall } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import type { CallStore, ChosenCall } from '../../store/index.ts';
import { pinnedRef } from '../contract-pins.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { brokenMessage, wrongCall } from './call-failures.ts';

export type Choice = Omit<ChosenCall, 'repeatedBy' | 'repeats'>;

export interface Choosing {
  readonly calls: Pick<CallStore, 'versionsOf' | 'pinnedVersion'>;
  readonly loadSnapshot: (snapshotId: string) => Promise<LoadedFlow>;
  readonly checkContract: (ref: string, value: Json) => readonly ContractIssue[] | undefined;
}

/**
 * Which version of the called flow a new call begins, and at which start, after the message was checked. With `capability`, that start
 * must offer it.
 *
 * @throws StepError kind `flow` when there is none, `item` when the message breaks the contract of the called flow
 */
export async function chooseCallee(
  request: FlowCall & { readonly message: Json; readonly capability?: string },
  caller: { readonly flowId: string; readonly version: number | undefined; readonly node: string },
  { calls, loadSnapshot, checkContract }: Choosing,
): Promise<Choice> {
  const { flowId, versions: range } = request;
  const versions = await calls.versionsOf(flowId);
  if (!versions) throw wrongCall('callee-unknown', `There is no flow "${flowId}".`);
  if (versions.length === 0) throw wrongCall('callee-unpublished', `The flow "${flowId}" is not published.`);
  const { flowId: from, version: at, node } = caller;
  const pinned =
    request.resolve === 'publish' && at !== undefined
      ? await calls.pinnedVersion({ flowId: from, version: at, node })
      : undefined;
  const version = pinned ?? newestIn(range, versions);
  const found = versions.find((each) => each.version === version);
  if (!found) throw wrongCall('callee-version-unknown', `The flow "${flowId}" has no version that fits "${range}".`);
  const start = callableStart(await loadSnapshot(found.snapshotId));
  if (!start) {
    const message = `Version ${found.version} of "${flowId}" has no start that other flows can call.`;
    throw wrongCall('callee-not-callable', message);
  }
  const { input, capability: offered } = start.contracts;
  if (request.capability !== undefined && offered !== request.capability) {
    const message = `Version ${found.version} of "${flowId}" does not offer the capability "${request.capability}" it is bound to.`;
    throw wrongCall('capability-withdrawn', message);
  }
  if (input !== undefined) {
    const issues = checkContract(input, request.message);
    if (!issues) throw wrongCall('contract-unknown', `"${flowId}" takes the contract "${input}", which is not there.`);
    if (issues.length > 0) throw brokenMessage(flowId, input, issues);
  }
  const { snapshotId, version: called } = found;
  return { flowId, version: called, snapshotId, node: start.node, capability: null, binding: null };
}

/** Where other flows begin runs of a flow: its first callable start, with the versions of its contracts that were published with it. */
export function callableStart({ flow, nodes }: LoadedFlow) {
  for (const { id } of flow.nodes) {
    const { definition, node } = nodes.get(id) ?? {};
    const contracts = node && definition?.callable?.(node.params);
    if (contracts) return { node: id, contracts: { ...contracts, ...pinned(contracts, flow.pins) } };
  }
  return undefined;
}

/** Contracts that a capability implies stand in no parameter, so they are pinned here. */
function pinned({ input, output }: CallableContracts, pins: Flow['pins']): CallableContracts {
  const [takes, returns] = [input, output].map((ref) => (ref === undefined ? undefined : pinnedRef(ref, pins)));
  return { ...(takes !== undefined && { input: takes }), ...(returns !== undefined && { output: returns }) };
}
