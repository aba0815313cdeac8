import type { RunView } from '@lockstep/schema/api';
import { formatDuration, Time } from '../../ui/index.ts';
import { Fact } from './Fact.tsx';

/** By how much two clocks may differ without anybody being late or wrong. */
const CLOCKS_DIFFER_MS = 1_000;

/** The three times of a message: when it happened where it comes from, when we heard of it, and when it was done. */
export function RunTimes({ run }: { readonly run: RunView }) {
  const { sourceAt, sourceNote, receivedAt, startedAt, endedAt } = run;
  return (
    <>
      {sourceAt !== undefined && (
        <Fact name="Happened">
          <Time at={sourceAt} className="text-text" />
        </Fact>
      )}
      {sourceNote !== undefined && (
        <Fact name="Source time">
          <Unknown from={run.trigger.source?.from} why={sourceNote} />
        </Fact>
      )}
      <Fact name={sourceAt === undefined ? 'Started' : 'Received'}>
        <Time at={receivedAt ?? startedAt} className="text-text" />
        {sourceAt !== undefined && <span> {apart(sourceAt, receivedAt ?? startedAt)}</span>}
      </Fact>
      {sourceAt !== undefined && endedAt !== undefined && (
        <Fact name="Processed">
          <Time at={endedAt} className="text-text" />
          <span> {apart(sourceAt, endedAt)}</span>
        </Fact>
      )}
    </>
  );
}

/** "3 min later", nothing for what came at once; a clock that is ahead of ours shows as such. */
function apart(from: string, to: string): string {
  const ms = Date.parse(to) - Date.parse(from);
  if (Math.abs(ms) < CLOCKS_DIFFER_MS) return '';
  return ms > 0 ? `${formatDuration(ms)} later` : `${formatDuration(-ms)} earlier by our clock`;
}

/** Why the time of the source is not known opens below the word, by click, touch or Enter. */
function Unknown({ from, why }: { readonly from: string | undefined; readonly why: string }) {
  return (
    <details className="relative">
      <summary className="cursor-pointer rounded text-text underline decoration-dotted underline-offset-2">
        unknown
      </summary>
      <p className="absolute top-full left-0 z-20 mt-1 w-72 max-w-[70vw] rounded-lg border bg-raised p-3 text-text text-xs shadow-pop">
        {from !== undefined && <code className="block font-mono text-muted">{from}</code>}
        {why}
      </p>
    </details>
  );
}
