import type { Json } from '@lockstep/schema/run';
import { useState } from 'react';
import { CodeEditor } from '../../../forms/editor/CodeEditor.tsx';
import { parseJsonText } from '../../../forms/json-text.ts';
import { Button, Field, Input, Notice } from '../../../ui/index.ts';
import { type NewSample, tooLarge } from '../sample-edits.ts';

/** A message of one's own. */
export function PasteForm({ onAdd }: { readonly onAdd: (samples: readonly NewSample[]) => void }) {
  const [name, setName] = useState('');
  const [text, setText] = useState('{\n  \n}');
  const parsed = parseJsonText(text);
  const size = parsed.ok ? tooLarge(parsed.value as Json) : undefined;
  const isReady = name.trim() !== '' && parsed.ok && size === undefined;
  const add = (): void => {
    if (isReady) onAdd([{ name: name.trim(), input: parsed.value as Json, origin: 'pasted' }]);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Field label="Name">
        {(control) => (
          <Input {...control} value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <CodeEditor
        label="Message as JSON"
        kind="json"
        value={text}
        onChange={setText}
        marks={parsed.ok ? [] : [parsed.mark]}
        className="h-72"
      />
      {size !== undefined && <Notice kind="failed">{size}</Notice>}
      <Button kind="primary" type="submit" className="self-end" disabled={!isReady}>
        Add
      </Button>
    </form>
  );
}
