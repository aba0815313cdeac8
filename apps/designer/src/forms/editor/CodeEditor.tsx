import clsx from 'clsx';
import { lazy, Suspense } from 'react';
import type { CodeEditorProps } from './code-editor-props.ts';

export type { CodeAssist, CodeEditorProps, CodeMark, CodeOption, CodePlace } from './code-editor-props.ts';

const Lazy = lazy(async () => ({ default: (await import('./CodeMirrorEditor.tsx')).CodeMirrorEditor }));

/** A field for code. The editor itself (about 170 KB) is loaded when the first one is shown. */
export function CodeEditor({ className, ...props }: CodeEditorProps) {
  const isLine = props.kind === 'expression';
  return (
    <div
      className={clsx(
        'min-w-0 overflow-hidden rounded-lg border bg-surface focus-within:border-accent focus-within:outline-2 focus-within:outline-focus/40',
        props['aria-invalid'] === true ? 'border-failed' : 'border-line-strong',
        isLine ? 'max-h-40 min-h-8 overflow-y-auto px-1.5' : className,
      )}
    >
      <Suspense fallback={<pre className="overflow-hidden p-2 font-mono text-muted text-xs">{props.value}</pre>}>
        <Lazy {...props} />
      </Suspense>
    </div>
  );
}
