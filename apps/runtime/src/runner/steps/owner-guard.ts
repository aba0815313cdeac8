import { parseMap } from '@lockstep/schema/mapping';
import { StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { type ForeignField, foreignFields, foreignText, foreignWrites } from '@lockstep/schema/wires';
import type { ContractChecker } from '../contracts.ts';
import type { LoadedNode } from './loaded-flow.ts';
import type { StepJob } from './step-job.ts';

/** What a step must not write, and under which contract; found once for each loaded step. */
interface Guarded {
  readonly contract: string;
  readonly fields: readonly ForeignField[];
}

const known = new WeakMap<LoadedNode, Guarded | undefined>();

/**
 * Refuses what a map written as code writes although another system decides it (R27), before anybody is told of it. Drawn maps were judged when they were
 * published, and a flow that does not say for which systems it speaks is not judged.
 *
 * @throws StepError kind `flow`
 */
export function refuseForeign(
  node: LoadedNode,
  output: Json,
  job: StepJob,
  contracts: Pick<ContractChecker, 'find'>,
): void {
  const { speaksFor } = job.loaded.flow.settings;
  if (speaksFor === undefined) return;
  if (!known.has(node)) known.set(node, guarded(node, speaksFor, contracts));
  const guard = known.get(node);
  if (!guard) return;
  const said: Json = [job.input, ...Object.values(job.outputs)];
  const [first, ...more] = foreignWrites(guard.fields, output, said);
  if (!first) return;
  const text = foreignText(first, { name: node.node.name, contract: guard.contract, speaksFor });
  throw new StepError({
    kind: 'flow',
    category: 'validation',
    code: 'field-not-owned',
    message: more.length === 0 ? text : `${text} (${more.length} more)`,
  });
}

function guarded(
  { node, definition }: LoadedNode,
  speaksFor: readonly string[],
  contracts: Pick<ContractChecker, 'find'>,
): Guarded | undefined {
  const { script } = node.params;
  const carried = definition.carries?.(node.params).out;
  if (typeof script !== 'string' || typeof carried !== 'object' || !('contract' in carried)) return undefined;
  const contract = contracts.find(carried.contract);
  if (!contract || parseMap(script).mode === 'drawn') return undefined;
  const fields = foreignFields(contract, speaksFor);
  return fields.length === 0 ? undefined : { contract: contract.name, fields };
}
