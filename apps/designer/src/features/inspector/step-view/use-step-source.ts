import { getStepData, listRuns, type RunSummary, type StepData } from '@lockstep/schema/api';
import { byId, type Flow, scopesAround } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { useRef, useState } from 'react';
import { useCall } from '../../../api/index.ts';
import { useEditorUi } from '../../../stores/editor-ui.ts';
import type { PartPlace } from './PartTree.tsx';

/** Where the data of a step comes from: a run by its id, the pinned sample, or what the person writes. */
export type StepSource =
  | { readonly kind: 'run'; readonly runId: string }
  | { readonly kind: 'pinned' | 'own' | 'none' };

const FOUND = 20;

export interface SourcedStep {
  readonly source: StepSource;
  readonly choose: (source: StepSource) => void;
  readonly testRunId: string | undefined;
  readonly runs: readonly RunSummary[];
  readonly search: string;
  readonly setSearch: (text: string) => void;
  /** Path of the item that is looked at, for a step in the body of a scope. */
  readonly item: string | undefined;
  readonly setItem: (item: string) => void;
  readonly data: Pick<StepData, 'input' | 'output'> | undefined;
  readonly pending: boolean;
  /** It is known what data there is. */
  readonly settled: boolean;
  readonly refused: string | undefined;
  readonly large: (side: 'input' | 'output') => PartPlace | undefined;
}

/** What a step received and gave, by the source a person chose: at first its pinned sample, then the test run, then the newest run. */
export function useStepSource(flow: Flow, node: string): SourcedStep {
  const [search, setSearch] = useState('');
  const [chosen, choose] = useState<StepSource>();
  const testRunId = useEditorUi((ui) => ui.testRunId);
  const query = { flow: flow.id, limit: FOUND, ...(search.trim() === '' ? {} : { search: search.trim() }) };
  const found = useCall(listRuns, { query }, { keepPrevious: true, staleTime: 10_000 });
  const runs = found.data?.runs ?? NO_RUNS;
  const pinned = flow.pinned?.[node];
  // What is looked at stays, also while newer runs come in.
  const first = useRef<StepSource>(NONE);
  if (first.current.kind === 'none') first.current = firstSource(pinned !== undefined, testRunId ?? runs[0]?.runId);
  const source = chosen ?? first.current;
  const depth = scopesAround(byId(flow.nodes), node).length;
  const [typed, setItem] = useState<string>();
  const item = depth === 0 ? undefined : (typed ?? Array.from({ length: depth }, () => '0').join('.'));
  const runId = source.kind === 'run' ? source.runId : undefined;
  const read = useCall(
    getStepData,
    { params: { runId: runId ?? '', node }, query: item === undefined ? {} : { item } },
    { enabled: runId !== undefined, staleTime: 5_000 },
  );
  const own = source.kind === 'pinned' && pinned ? dataOfSample(pinned) : undefined;
  return {
    ...{ source, choose, testRunId, runs, search, setSearch, item, setItem },
    data: runId === undefined ? own : read.data,
    pending: runId !== undefined && read.isPending,
    settled: source.kind === 'pinned' || (!found.isPending && (runId === undefined || !read.isPending)),
    refused: runId === undefined || !read.isError ? undefined : (read.error.problem.detail ?? read.error.problem.title),
    large: (side) => (runId === undefined ? undefined : { runId, node, side, item }),
  };
}

const NONE: StepSource = { kind: 'none' };
const NO_RUNS: readonly RunSummary[] = [];

function firstSource(hasSample: boolean, runId: string | undefined): StepSource {
  if (hasSample) return { kind: 'pinned' };
  return runId === undefined ? { kind: 'none' } : { kind: 'run', runId };
}

function dataOfSample({ input, output }: NonNullable<Flow['pinned']>[string]) {
  return { input: whole(input), ...(output && { output: whole(output.value) }) };
}

/** A value at hand in the form in which the runtime tells one. */
export function whole(value: Json): NonNullable<StepData['input']> {
  return { value, truncated: false, bytes: new TextEncoder().encode(JSON.stringify(value)).length };
}
