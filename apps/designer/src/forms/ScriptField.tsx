import { Maximize2 } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, type FieldControlProps, IconButton } from '../ui/index.ts';
import { CodeEditor } from './editor/CodeEditor.tsx';
import type { FieldModel } from './field-model.ts';
import { useFormContext } from './form-context.ts';
import { marksOf } from './marks.ts';

export interface ScriptFieldProps {
  readonly field: FieldModel;
  readonly pointer: string;
  readonly value: string;
  readonly control: FieldControlProps;
  readonly onChange: (value: string) => void;
}

/** A script: in the form for a look and small changes, in a large window for work. */
export function ScriptField({ field, pointer, value, control, onChange }: ScriptFieldProps) {
  const { names, issues, readOnly } = useFormContext();
  const [large, setLarge] = useState(false);
  const marks = marksOf(issues, pointer);
  const shared = { kind: 'script', value, names, marks, readOnly, onChange } as const;
  const placeholder = field.placeholder === undefined ? {} : { placeholder: field.placeholder };
  return (
    <>
      <div className="relative">
        {!large && (
          <CodeEditor
            {...shared}
            {...control}
            {...placeholder}
            label={field.label}
            className="max-h-[26rem] min-h-40"
          />
        )}
        <IconButton
          size="sm"
          kind="secondary"
          label="Open in a large window"
          icon={<Maximize2 size={13} />}
          className="absolute! top-1.5 right-1.5"
          onClick={() => setLarge(true)}
        />
      </div>
      <Dialog
        open={large}
        onClose={() => setLarge(false)}
        size="full"
        title={field.label}
        description={field.help}
        footer={
          <>
            <Marks marks={marks} />
            <Button kind="primary" onClick={() => setLarge(false)}>
              Done
            </Button>
          </>
        }
      >
        {large && (
          <CodeEditor {...shared} {...placeholder} autoFocus label={`${field.label}, large`} className="h-full" />
        )}
      </Dialog>
    </>
  );
}

function Marks({ marks }: { readonly marks: ReturnType<typeof marksOf> }) {
  const [first] = marks;
  return (
    <p role="status" className="mr-auto text-sm">
      {first === undefined ? (
        <span className="text-muted">
          No problems. <span className="text-faint">Esc, then Tab leaves the editor.</span>
        </span>
      ) : (
        <span className="text-failed">
          Line {first.line}: {first.message}
          {marks.length > 1 && ` And ${marks.length - 1} more.`}
        </span>
      )}
    </p>
  );
}
