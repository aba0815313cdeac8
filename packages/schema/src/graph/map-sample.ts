import { z } from 'zod';
import { Json } from '../run/json.ts';
import type { Flow, FlowNode } from './flow.ts';
import { withoutPinned } from './pinned-sample.ts';

/** What a map must make of a sample: exactly this value, or a failure with this code. */
export const SampleExpectation = z.union([
  z.strictObject({ output: Json }),
  z.strictObject({ error: z.string().min(1).max(100) }),
]);
export type SampleExpectation = z.infer<typeof SampleExpectation>;

/** Most samples of one map. */
export const MAX_SAMPLES = 50;

/**
 * A message a map is tried with on each edit, in `lockstep test` and before a publish. It lies beside the map in the flow document, so
 * that a version carries the samples that let it through. Production never sees it.
 */
export const MapSample = z.object({
  id: z.string().min(1).max(120),
  name: z.string().min(1).max(120),
  input: Json,
  /** `run`: taken from a run, what is personal masked; `contract`: generated from the source contract; `pasted`: by hand. */
  origin: z.enum(['run', 'contract', 'pasted']),
  /** The clock of the map (`ctx.now`); a fixed moment when absent. */
  at: z.iso.datetime().optional(),
  /** Chance is drawn from it; the id of the sample when absent. */
  seed: z.int().min(0).max(4_294_967_295).optional(),
  /** What earlier steps gave (`ctx.steps`), by id. */
  steps: z.record(z.string(), Json).optional(),
  /** Absent: it must give a result, and one that fits the target contract. */
  expect: SampleExpectation.optional(),
});
export type MapSample = z.infer<typeof MapSample>;

/** A map with what it is tried with. */
export interface SampledMap {
  readonly node: string;
  readonly name: string;
  readonly script: string;
  /** Reference of the contract its results must fit. */
  readonly target?: string;
  readonly samples: readonly MapSample[];
}

/** The maps of a flow that have samples, in the order of the document. */
export function sampledMaps(flow: Flow): readonly SampledMap[] {
  return flow.nodes.flatMap((node): SampledMap[] => {
    const { script, target } = node.params;
    const samples = samplesOf(flow, node);
    if (typeof script !== 'string' || samples.length === 0) return [];
    const contract = typeof target === 'string' && target !== '' ? { target } : {};
    return [{ node: node.id, name: node.name, script, ...contract, samples }];
  });
}

/** Samples of a step: its own, and tests of the flow that begin at it although it is no start, as they were saved once. */
export function samplesOf({ tests }: Pick<Flow, 'tests'>, node: FlowNode): readonly MapSample[] {
  const own = node.samples ?? [];
  if (!isMap(node)) return own;
  const saved = tests.filter((test) => test.node === node.id && !own.some(({ id }) => id === test.id));
  return [
    ...own,
    ...saved.map(({ id, name, message, at, seed }): MapSample => {
      const moment = { ...(at !== undefined && { at }), ...(seed !== undefined && { seed }) };
      return { id, name, input: message, origin: 'pasted', ...moment };
    }),
  ];
}

/** Tests of the whole flow: those that begin at a start. */
export function flowTestsOf({ nodes, tests }: Flow): Flow['tests'] {
  const maps = new Set(nodes.filter(isMap).map(({ id }) => id));
  return tests.filter(({ node }) => node === undefined || !maps.has(node));
}

function isMap({ params }: FlowNode): boolean {
  return typeof params.script === 'string';
}

/** The flow as production loads it. */
export function withoutSamples(document: Flow): Flow {
  const flow = withoutPinned(document);
  if (!flow.nodes.some(({ samples }) => samples)) return flow;
  return { ...flow, nodes: flow.nodes.map(({ samples: _, ...node }) => node) };
}
