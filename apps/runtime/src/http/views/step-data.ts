import type { StepData } from '@lockstep/schema/api';
import type { Json, Payload } from '@lockstep/schema/run';
import { inputSource, type Place, stepOf } from '../../engine/index.ts';
import { effectKey, errorOutput } from '../../runner/steps/index.ts';
import { type RunRow, readPayload } from '../../store/runs-view.ts';
import type { Doors } from '../ports.ts';
import { itemPayload, tellItem } from './item-view.ts';
import { type ToldRun, tellRun } from './run-view.ts';

/** Characters of JSON text beyond which only the beginning is shown. */
const SHOWN_CHARS = 256 * 1024;

type Shown = NonNullable<StepData['output']>;

/** What went into a step and what came out, for one item in the body of a scope; `undefined` when there is no such step. */
export async function stepData(
  row: RunRow,
  { node, item }: Place,
  doors: Pick<Doors, 'db' | 'flows'>,
): Promise<StepData | undefined> {
  const texts = await stepTexts(row, { node, item }, doors);
  if (!texts) return undefined;
  const { run, told, drawn, input, output } = texts;
  const [first] = run.events;
  const keyRuns = first?.type === 'run.started' ? first.keyRuns : undefined;
  const note = told.histories.get(node)?.succeeded?.note;
  return {
    node,
    ...(input !== undefined && { input: shown(input) }),
    params: note ?? drawn.params,
    ...(output !== undefined && { output: shown(output) }),
    key: effectKey({ keyRunId: row.keyRunId, ...(keyRuns && { keyRuns }) }, { node, item }),
  };
}

/** What went into a step and what came out as JSON text, whole; `undefined` when there is no such step. */
export async function stepTexts(row: RunRow, { node, item }: Place, doors: Pick<Doors, 'db' | 'flows'>) {
  const run = await tellRun(row, doors);
  const drawn = run.flow.nodes.find(({ id }) => id === node);
  if (!drawn) return undefined;
  const scope = item === '' ? undefined : drawn.scope;
  const told = scope === undefined ? run : await tellItem(run, { scope, item }, row, doors.db);
  if (!told || (item !== '' && scope === undefined)) return undefined;
  const entry = scope === undefined ? undefined : { scope, text: () => itemText(told, { scope, item }, row, doors) };
  const [input, output] = await Promise.all([inputText(told, node, doors, entry), outputText(told, node, doors)]);
  return { run, told, drawn, input, output };
}

async function outputText({ state }: ToldRun, node: string, doors: Pick<Doors, 'db'>) {
  const output = stepOf(state.steps, node)?.output;
  return output && payloadText(output, doors);
}

/** R5: the output of the step the live edge comes from; behind an error port, the failure with that step's input. */
async function inputText(
  told: ToldRun,
  node: string,
  doors: Pick<Doors, 'db'>,
  entry?: { readonly scope: string; readonly text: () => Promise<string | undefined> },
): Promise<string | undefined> {
  const source = inputSource(told.plan, told.state, node);
  if (source === undefined) return undefined;
  if (source === entry?.scope) return entry.text();
  const step = stepOf(told.state.steps, source);
  if (step?.output) return payloadText(step.output, doors);
  if (!step?.failure) return undefined;
  const given = await inputText(told, source, doors, entry);
  return JSON.stringify(errorOutput(step.failure, given === undefined ? null : (JSON.parse(given) as Json)));
}

/** The item itself; not told where a source is asked for it again instead of keeping it. */
async function itemText(
  told: ToldRun,
  at: { readonly scope: string; readonly item: string },
  row: RunRow,
  doors: Pick<Doors, 'db'>,
): Promise<string | undefined> {
  const found = await itemPayload(told, at, row, doors.db);
  const text = found && (await payloadText(found.payload, doors));
  if (text === undefined || found?.index === undefined) return text;
  const items = JSON.parse(text) as readonly Json[];
  return JSON.stringify(items[found.index] ?? null);
}

async function payloadText(payload: Payload, { db }: Pick<Doors, 'db'>): Promise<string | undefined> {
  return 'value' in payload ? JSON.stringify(payload.value) : readPayload(db, payload.ref);
}

/** A value as it is told: whole up to 256 KB, else its beginning as text. */
export function shown(text: string): Shown {
  const bytes = Buffer.byteLength(text);
  if (text.length <= SHOWN_CHARS) return { value: JSON.parse(text) as Json, truncated: false, bytes };
  return { value: text.slice(0, SHOWN_CHARS), truncated: true, bytes };
}
