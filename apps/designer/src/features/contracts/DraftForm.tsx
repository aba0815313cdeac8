import { Plus, Trash2 } from 'lucide-react';
import { CodeEditor } from '../../forms/editor/CodeEditor.tsx';
import { parseJsonText } from '../../forms/json-text.ts';
import { Button, Card, Field, IconButton, Input, Textarea } from '../../ui/index.ts';
import type { Draft } from './use-draft.ts';

/** What is said about the contract, its schema and its examples, as text. */
export function DraftForm({ draft }: { readonly draft: Draft }) {
  const { text, change, checked } = draft;
  const ownerIssue = checked?.issues.find(({ path }) => path === '/owner');
  return (
    <>
      <Card title="About it">
        <div className="flex flex-col gap-3">
          <div className="grid grid-cols-2 gap-4">
            <Field label="Title" required error={text.title.trim() === '' ? 'Say what people call it.' : undefined}>
              {(control) => (
                <Input
                  {...control}
                  value={text.title}
                  maxLength={120}
                  onChange={(event) => change({ title: event.target.value })}
                />
              )}
            </Field>
            <Field label="Owner" required error={ownerIssue?.message}>
              {(control) => (
                <Input
                  {...control}
                  value={text.owner}
                  maxLength={120}
                  onChange={(event) => change({ owner: event.target.value })}
                />
              )}
            </Field>
          </div>
          <Field label="What it describes">
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                value={text.description}
                maxLength={4000}
                onChange={(event) => change({ description: event.target.value })}
              />
            )}
          </Field>
        </div>
      </Card>
      <Card title="JSON Schema">
        <JsonText
          label="JSON Schema"
          text={text.schema}
          className="max-h-[32rem] min-h-64"
          onChange={(schema) => change({ schema })}
        />
      </Card>
      <Card
        title="Examples"
        actions={
          <Button
            size="sm"
            icon={<Plus size={13} />}
            onClick={() =>
              change({ examples: [...text.examples, { name: `Example ${text.examples.length + 1}`, text: '{}' }] })
            }
          >
            Add example
          </Button>
        }
      >
        <Examples draft={draft} />
      </Card>
    </>
  );
}

function Examples({ draft: { text, change } }: { readonly draft: Draft }) {
  const { examples } = text;
  const put = (at: number, next: Partial<(typeof examples)[number]>) =>
    change({ examples: examples.map((each, i) => (i === at ? { ...each, ...next } : each)) });
  if (examples.length === 0) return <p className="text-muted text-sm">Give one at least: maps are drawn with it.</p>;
  return (
    <div className="flex flex-col gap-4">
      {examples.map(({ name, text: value }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed
        <div key={at} className="flex flex-col gap-1">
          <div className="flex items-center gap-2">
            <Input
              aria-label={`Name of example ${at + 1}`}
              value={name}
              maxLength={120}
              onChange={(event) => put(at, { name: event.target.value })}
            />
            <IconButton
              label={`Remove ${name}`}
              icon={<Trash2 size={14} />}
              onClick={() => change({ examples: examples.filter((_, i) => i !== at) })}
            />
          </div>
          <JsonText
            label={`Example ${at + 1}`}
            text={value}
            className="max-h-72 min-h-16"
            onChange={(next) => put(at, { text: next })}
          />
        </div>
      ))}
    </div>
  );
}

interface JsonTextProps {
  readonly label: string;
  readonly text: string;
  readonly className: string;
  readonly onChange: (text: string) => void;
}

function JsonText({ label, text, className, onChange }: JsonTextProps) {
  const read = parseJsonText(text);
  return (
    <>
      <CodeEditor
        kind="json"
        label={label}
        value={text}
        marks={read.ok ? [] : [read.mark]}
        className={className}
        onChange={onChange}
      />
      {!read.ok && (
        <p className="mt-1 text-failed text-xs">
          Line {read.mark.line}: {read.mark.message}
        </p>
      )}
    </>
  );
}
