import type { Failure, Json, RunEvent } from '@lockstep/schema/run';
import {
  type AppendItem,
  failedItem,
  type Gathered,
  type Gathering,
  type History,
  INLINE_LIMIT_BYTES,
} from '../../store/index.ts';
import type { ItemRow, RunRow, Tables } from './tables.ts';

/** Keeps what a write says of the items of scopes, as `sql/append-items.sql` does. The events are there already. */
export function appendItems(run: RunRow, { seq, items = [], snapshot }: AppendItem): void {
  for (const item of items) run.items.set(`${item.node}|${item.parent}|${item.idx}`, { ...item, seq: seq + item.nr });
  if (snapshot) run.kept = { ...snapshot, seq: run.events.length };
}

/** A run from the newest state that this version of the engine kept. */
export function historyFrom({ kept }: RunRow, events: readonly RunEvent[], engine: number): History | undefined {
  const [first] = events;
  if (!first) return undefined;
  const known = kept?.engine === engine ? kept : undefined;
  const after = known ? events.slice(known.seq) : events;
  return {
    first,
    seq: events.length,
    retried: known?.retried === true || after.some(({ type }) => type === 'run.retried'),
    ...(known && { kept: { seq: known.seq, state: known.state } }),
    events: after,
  };
}

/** As `journal/gather.ts` of the store. */
export function gather({ runs, payloads }: Tables, gathering: Gathering): Gathered {
  const { runId, node, parent, order, failures, maxBytes, head, newId } = gathering;
  const items = [...(runs.get(runId)?.items.values() ?? [])].filter(
    (one) => one.node === node && one.parent === parent,
  );
  const sorted = items.sort((a, b) => (order === 'items' ? a.idx - b.idx : a.seq - b.seq));
  const failed = items.filter(({ status }) => status !== 'done').sort((a, b) => a.idx - b.idx);
  const listed = JSON.stringify(failed.slice(0, failures).map(failureOf));
  const before = `${head},"failures":${listed}`;
  if (!gathering.results) return { text: `${before}}` };
  const outputs = sorted.flatMap(({ status, output, ref }) =>
    status === 'done' ? [output ?? payloads.get(ref ?? '') ?? 'null'] : [],
  );
  const bytes = outputs.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > maxBytes) return { tooLarge: bytes };
  const text = `${before},"results":[${outputs.join(',')}]}`;
  if (bytes <= INLINE_LIMIT_BYTES / 2) return { text };
  payloads.set(newId, text);
  return { ref: newId, bytes: Buffer.byteLength(text) };
}

function failureOf({ idx, failedNode, failure, input }: ItemRow): Json {
  return failedItem({
    index: idx,
    step: failedNode,
    failure: failure === undefined ? undefined : (JSON.parse(failure) as Failure),
    input: input === undefined ? undefined : (JSON.parse(input) as Json),
  });
}
