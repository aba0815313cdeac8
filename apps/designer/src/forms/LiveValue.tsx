import { type PreviewResult, previewExpression } from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { useEffect, useState } from 'react';
import { call } from '../api/index.ts';
import type { EditorNames } from './editor/names.ts';

/** Quiet time after the last key before the value is asked for. */
const WAIT_MS = 200;
const SHOWN_CHARS = 200;
/** JSON text of the data above which nothing is sent at each key. */
const MOST_CHARS = 512 * 1024;

export interface LiveValueProps {
  readonly text: string;
  readonly names: EditorNames;
}

/** What an expression gives for the data at hand, computed by the sandbox of production as one types. */
export function LiveValue({ text, names }: LiveValueProps) {
  const { input, outputs, vars } = names;
  const [result, setResult] = useState<PreviewResult>();
  useEffect(() => {
    // Reading the syntax would bring a parser along; one asked too often does no harm.
    const readsVariables = /\bvars\b/.test(text);
    // What is made of variables alone has a value without a message.
    const needsMessage = !readsVariables || /\b(input|steps|trigger|run)\b/.test(text);
    const isUnknown =
      text.trim() === '' || (input === undefined && needsMessage) || (readsVariables && vars === undefined);
    setResult((before) => (isUnknown ? undefined : before));
    if (isUnknown) return;
    const body = { source: text, input: (input ?? null) as Json, steps: (outputs ?? {}) as Record<string, Json> };
    if (JSON.stringify(body).length > MOST_CHARS) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      call(previewExpression, { body }, stop.signal).then(
        (answer) => !stop.signal.aborted && setResult(answer.ok ? answer.value : undefined),
        () => undefined, // given up for a newer one
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, input, outputs, vars]);
  if (result === undefined) return null;
  if (!result.ok) {
    return (
      <p role="status" data-testid="live-value" data-ok="false" className="mt-1 break-words text-waiting text-xs">
        With this data: {result.message}
      </p>
    );
  }
  const shown = JSON.stringify(result.value) ?? 'null';
  return (
    <p
      role="status"
      data-testid="live-value"
      data-ok="true"
      className="mt-1 truncate font-mono text-ok text-xs"
      title={shown.slice(0, 2_000)}
    >
      = {shown.length > SHOWN_CHARS ? `${shown.slice(0, SHOWN_CHARS)}…` : shown}
    </p>
  );
}
