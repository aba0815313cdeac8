import { type Binding, findCapability } from '@lockstep/schema/capabilities';
import { shadowProblem } from '../runner/capabilities/shadow-safety.ts';
import { listUses } from '../store/capabilities/offers.ts';
import type { Doors } from './ports.ts';

export interface BindingIssue {
  /** `flow`, `rules/0/flow`, `share/flow`, `shadow/flow`. */
  readonly field: string;
  readonly message: string;
}

/** What keeps a binding from being put in force: flows that do not offer the capability, a share of nothing, a shadow that would do harm. */
export async function bindingIssues(
  capability: string,
  binding: Binding,
  { db, flows, connections }: Pick<Doors, 'db' | 'flows' | 'connections'>,
): Promise<readonly BindingIssue[]> {
  const uses = await listUses(db, capability);
  const offers = new Map(uses.filter(({ role }) => role === 'offers').map((use) => [use.flowId, use]));
  const { flow, rules, share, shadow } = binding;
  const serving = [
    { field: 'flow', id: flow },
    ...rules.map((rule, at) => ({ field: `rules/${at}/flow`, id: rule.flow })),
    ...(share ? [{ field: 'share/flow', id: share.flow }] : []),
  ];
  const named = [...serving, ...(shadow ? [{ field: 'shadow/flow', id: shadow.flow }] : [])];
  const title = findCapability(capability)?.title ?? capability;
  const unknown = named
    .filter(({ id }) => !offers.has(id))
    .map(({ field, id }) => ({ field, message: `No published flow "${id}" offers "${title}".` }));
  const same =
    share?.flow === flow ? [{ field: 'share/flow', message: 'The share goes to the flow that serves the rest.' }] : [];
  const others = serving.filter(({ id }) => id !== shadow?.flow);
  const idle =
    shadow && others.length === 0
      ? [{ field: 'shadow/flow', message: 'The flow that serves cannot be compared with itself.' }]
      : [];
  if (unknown.length + same.length + idle.length > 0 || !shadow) return [...unknown, ...same, ...idle];
  return shadowIssues();

  async function shadowIssues(): Promise<readonly BindingIssue[]> {
    const addresses = new Map((await connections.list()).map(({ id, baseUrl }) => [id, baseUrl]));
    const load = async (id: string) => flows.load(offers.get(id)?.snapshotId ?? '');
    const second = await load(shadow?.flow ?? '');
    for (const id of new Set(others.map((each) => each.id))) {
      const message = await shadowProblem(await load(id), second, async (connection) => addresses.get(connection));
      if (message !== undefined) return [{ field: 'shadow/flow', message }];
    }
    return [];
  }
}
