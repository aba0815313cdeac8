import { editedParams } from '../steps/edited-params.ts';
import type { LoadedFlow, LoadedNode } from '../steps/index.ts';

/** Where the connection `id` leads; undefined where there is none. */
export type AddressOf = (id: string) => Promise<string | undefined>;

/**
 * Why a flow must not be called beside the one that serves, in a sentence; undefined when it may. Nothing may be done twice in a system
 * that is live: so whatever the second flow changes, it changes through connections by which the first changes nothing, and
 * nothing of Lockstep's own (events, cases, values, other flows, people) is touched.
 */
export async function shadowProblem(
  live: LoadedFlow,
  shadow: LoadedFlow,
  addressOf: AddressOf,
): Promise<string | undefined> {
  const taken = new Map<string, string>();
  for (const node of active(live)) {
    for (const address of await addressesOf(node, addressOf)) taken.set(address, node.node.name);
  }
  const name = shadow.flow.name;
  for (const node of active(shadow)) {
    const { definition, node: drawn } = node;
    const step = `"${drawn.name}" of "${name}"`;
    if (definition.calls || definition.asks) return `${step} calls another flow, whose effects nobody compares.`;
    if (definition.parks) return `${step} waits for people or events of the live runs.`;
    if (definition.effect !== 'write') continue;
    const addresses = await addressesOf(node, addressOf);
    if (addresses.length === 0) return `${step} changes something without a connection of its own.`;
    const twice = addresses.find((address) => taken.has(address));
    if (twice !== undefined) {
      return `${step} writes by the connection that "${taken.get(twice)}" of "${live.flow.name}" writes by: it would be done twice.`;
    }
  }
  return undefined;
}

function active({ nodes }: LoadedFlow): readonly LoadedNode[] {
  return [...nodes.values()].filter(({ node }) => node.policy.disabled !== true);
}

/** What a writing step writes by: its connections, and where they lead, for two connections may lead to one system. */
async function addressesOf({ node, definition }: LoadedNode, addressOf: AddressOf): Promise<readonly string[]> {
  if (definition.effect !== 'write') return [];
  const ids = editedParams(node, definition, 'connection')
    .map(({ value }) => value)
    .filter((id) => id !== '');
  const addresses = await Promise.all(ids.map(async (id) => (await addressOf(id)) ?? ''));
  return [...ids.map((id) => `connection ${id}`), ...addresses.filter((each) => each !== '')];
}
