import type { Parking } from '@lockstep/schema/node';
import { MAX_EVENT_BYTES } from '@lockstep/schema/run';
import { jsonProblem, TOO_DEEP } from './json-problem.ts';
import type { LoadedNode } from './loaded-flow.ts';
import { defect, outputTooDeep, parkTooLarge } from './step-failures.ts';

/** What a node waits for, after a check: a wait that nothing can end, or a port that is not there, would hold its run for ever. */
export function checkedPark({ node, ports, definition }: LoadedNode, park: Parking): Parking {
  const { on, deadline } = park;
  if (!definition.parks) throw defect(`"${node.type}" waits, which it does not declare.`);
  if (!on && !deadline) throw defect(`"${node.type}" waits for nothing.`);
  if (deadline && !Number.isFinite(deadline.at)) throw defect(`"${node.type}" waits until no time.`);
  const used = [...portsOf(on), ...(deadline ? [deadline.port] : [])];
  const unknown = used.find((port) => !ports.includes(port));
  if (unknown !== undefined) throw defect(`"${node.type}" goes on at the port "${unknown}", which it does not have.`);
  if (deadline) checkValue(node.type, deadline.value);
  if (on?.kind === 'approval' && on.details !== undefined) {
    checkValue(node.type, on.details);
    const bytes = Buffer.byteLength(JSON.stringify(on.details));
    if (bytes > MAX_EVENT_BYTES) throw parkTooLarge(bytes);
  }
  return park;
}

function portsOf(on: Parking['on']): readonly string[] {
  if (!on) return [];
  return on.kind === 'approval' ? [on.ports.approved, on.ports.rejected] : [on.port];
}

function checkValue(type: string, value: unknown): void {
  const problem = jsonProblem(value);
  if (problem === TOO_DEEP) throw outputTooDeep(problem);
  if (problem) throw defect(`"${type}" gave a value that ${problem}.`);
}
