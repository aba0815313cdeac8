import { useMemo } from 'react';
import { CodeEditor } from '../../../forms/editor/CodeEditor.tsx';
import { parseJsonText } from '../../../forms/json-text.ts';

export interface OwnDataProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Data a person writes: what the step receives, or for the way to it the message at the start. */
export function OwnData({ value, onChange }: OwnDataProps) {
  const parsed = useMemo(() => parseJsonText(value), [value]);
  const marks = useMemo(() => (parsed.ok ? [] : [parsed.mark]), [parsed]);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-1 px-3 pb-3">
      <CodeEditor
        kind="json"
        label="Own data"
        value={value}
        marks={marks}
        className="min-h-40 flex-1"
        onChange={onChange}
      />
      {!parsed.ok && <p className="text-failed text-xs">{`Line ${parsed.mark.line}: ${parsed.mark.message}`}</p>}
      <p className="text-muted text-xs">What the step receives. For the way to here: the message at the start.</p>
    </div>
  );
}
