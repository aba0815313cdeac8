import type { StepData } from '@lockstep/schema/api';
import { formatBytes, JsonTree, Notice } from '../../ui/index.ts';

export interface ShownValueProps {
  /** Name of the value in expressions. */
  readonly root: string;
  readonly what: 'input' | 'output';
  readonly shown: StepData['input'];
  /** Port the output left by. */
  readonly port?: string | undefined;
}

/** A message as it was; a very large one only its beginning, as text. */
export function ShownValue({ root, what, shown, port }: ShownValueProps) {
  if (shown === undefined) {
    return <p className="p-4 text-muted text-sm">{what === 'input' ? 'No input is kept.' : 'No output yet.'}</p>;
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <p className="flex shrink-0 gap-3 border-b px-4 py-1.5 text-muted text-xs">
        <span className="tabular">{formatBytes(shown.bytes)}</span>
        {port !== undefined && (
          <span>
            left by port <code className="font-mono text-text">{port}</code>
          </span>
        )}
      </p>
      {shown.truncated ? (
        <div className="min-h-0 flex-1 overflow-auto p-4">
          <Notice kind="waiting">
            Too large to show whole: this is the beginning of {formatBytes(shown.bytes)}, as text.
          </Notice>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0} className="mt-3 whitespace-pre-wrap break-all font-mono text-xs">
            {typeof shown.value === 'string' ? shown.value : JSON.stringify(shown.value, null, 2)}
          </pre>
        </div>
      ) : (
        <div className="min-h-0 flex-1 py-1">
          <JsonTree root={root} value={shown.value} label={what === 'input' ? 'Input' : 'Output'} />
        </div>
      )}
    </div>
  );
}
