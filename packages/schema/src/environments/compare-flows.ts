import { contentHash, diffFlows, type Flow, type FlowChange } from '../graph/index.ts';
import type { Surroundings } from './surroundings.ts';

/** One flow on both sides. `moved`: only places on the canvas differ. */
export type ComparedFlow =
  | { readonly state: 'added' | 'removed'; readonly flow: Flow }
  | {
      readonly state: 'changed' | 'moved';
      readonly before: Flow;
      readonly after: Flow;
      readonly changes: readonly FlowChange[];
    };

/** What a side of a comparison holds. `isSet`: whatever flows there are; else one flow, whatever its id. */
export interface Side {
  readonly label: string;
  readonly flows: readonly Flow[];
  readonly isSet: boolean;
  /** Contracts and tables that the flows stand on; absent where nobody knows: of a lone file. */
  readonly goods?: Surroundings;
}

/** The flows that differ, by id; two single flows are compared also where their ids differ. */
export function compareFlows(before: Side, after: Side): readonly ComparedFlow[] {
  const [old, now] = [before.flows[0], after.flows[0]];
  if (!before.isSet && !after.isSet && old && now) return compareTwo(old, now);
  const olds = new Map(before.flows.map((flow) => [flow.id, flow]));
  const nows = new Map(after.flows.map((flow) => [flow.id, flow]));
  return [...new Set([...olds.keys(), ...nows.keys()])].sort().flatMap((id): readonly ComparedFlow[] => {
    const [was, is] = [olds.get(id), nows.get(id)];
    if (was && is) return compareTwo(was, is);
    if (is) return [{ state: 'added', flow: is }];
    return was ? [{ state: 'removed', flow: was }] : [];
  });
}

/** True where the flow means something else, not only looks different. */
export function isDifferent({ state }: ComparedFlow): boolean {
  return state !== 'moved';
}

function compareTwo(before: Flow, after: Flow): readonly ComparedFlow[] {
  const changes = diffFlows(before, after);
  if (changes.length === 0) return [];
  const isMoved = contentHash(before) === contentHash(after) && changes.every(({ type }) => type === 'layout.changed');
  return [{ state: isMoved ? 'moved' : 'changed', before, after, changes }];
}
