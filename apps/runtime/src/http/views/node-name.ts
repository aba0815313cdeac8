import type { Doors } from '../ports.ts';

/** What the analyst calls a step; its id when the document cannot be read. */
export async function nodeName({ flows }: Pick<Doors, 'flows'>, snapshotId: string, node: string): Promise<string> {
  const ready = await flows.load(snapshotId).catch(() => undefined);
  return ready?.flow.nodes.find(({ id }) => id === node)?.name ?? node;
}
