import { type Flow, type FlowEdit, MAX_SAMPLES, type MapSample, samplesOf } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { formatBytes } from '../../ui/index.ts';

/** Samples lie in the flow document, which is saved at every pause: larger messages belong into a topic or a file. */
const MOST_SAMPLE_BYTES = 256_000;

/** The sentence that says that a message is too large for a sample; undefined when it is not. */
export function tooLarge(value: Json): string | undefined {
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  if (bytes <= MOST_SAMPLE_BYTES) return undefined;
  return `The message has ${formatBytes(bytes)}; a sample may have ${formatBytes(MOST_SAMPLE_BYTES)}, because it is saved with the flow.`;
}

/** All samples of a flow together: the document is saved at every pause, and a hundred drafts of it are kept. */
const MOST_FLOW_BYTES = 2_000_000;

/** The sentence that says that a flow has no room for more samples; undefined when it has. */
export function noRoomFor(flow: Flow, added: readonly NewSample[]): string | undefined {
  const all = [...flow.nodes.flatMap(({ samples = [] }) => samples), ...added];
  const bytes = all.reduce((sum, sample) => sum + JSON.stringify(sample).length, 0);
  if (bytes <= MOST_FLOW_BYTES) return undefined;
  return `The samples of this flow would take ${formatBytes(bytes)}; together they may take ${formatBytes(MOST_FLOW_BYTES)}. Remove some, or keep smaller ones.`;
}

export type NewSample = Omit<MapSample, 'id'>;

/**
 * The samples of a map after a change, as one edit. What was saved as a test of the flow before samples lay beside their map moves there.
 *
 * @throws Error when there is no such step
 */
export function samplesEdit(
  flow: Flow,
  node: string,
  change: (samples: readonly MapSample[]) => readonly MapSample[],
): FlowEdit {
  const drawn = flow.nodes.find(({ id }) => id === node);
  if (!drawn) throw new Error(`There is no step "${node}".`);
  const before = samplesOf(flow, drawn);
  const edit: FlowEdit = { type: 'node.samples', node, samples: [...change(before)] };
  if (before.length === (drawn.samples?.length ?? 0)) return edit;
  const tests = flow.tests.filter((test) => test.node !== node);
  return { type: 'batch', label: 'change samples', edits: [edit, { type: 'flow.tests', tests }] };
}

/** New ones behind those that are there, with ids made of their names; as many as a map may have. */
export function withNew(samples: readonly MapSample[], added: readonly NewSample[]): readonly MapSample[] {
  const taken = new Set(samples.map(({ id }) => id));
  const named = added.map((sample): MapSample => {
    const id = freeId(taken, sample.name);
    taken.add(id);
    return { id, ...sample };
  });
  return [...samples, ...named].slice(0, MAX_SAMPLES);
}

/** Ids of what is only looked at: a saved sample must not be taken for it. */
const RESERVED = ['contract', 'run'];

function freeId(taken: ReadonlySet<string>, name: string): string {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 80) || 'sample';
  let id = base;
  for (let count = 2; taken.has(id) || RESERVED.includes(id); count++) id = `${base}-${count}`;
  return id;
}
