import type { Json } from '@lockstep/schema/run';
import { useState } from 'react';
import { CodeEditor } from '../../forms/editor/CodeEditor.tsx';
import { parseJsonText } from '../../forms/json-text.ts';
import { Button, Dialog, Field, Input } from '../../ui/index.ts';

/** A message of one's own as a sample of the map. */
export function AddSample({
  onAdd,
  onClose,
}: {
  readonly onAdd: (name: string, message: Json) => void;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [text, setText] = useState('{\n  \n}');
  const parsed = parseJsonText(text);
  const isReady = name.trim() !== '' && parsed.ok;
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title="Add a sample"
      description="Samples belong to the flow. Production never sees them."
      footer={
        <Button
          kind="primary"
          disabled={!isReady}
          onClick={() => parsed.ok && onAdd(name.trim(), parsed.value as Json)}
        >
          Add
        </Button>
      }
    >
      <form className="flex flex-col gap-3" onSubmit={(event) => event.preventDefault()}>
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
      </form>
    </Dialog>
  );
}
