import { useMemo } from 'react';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { CopyButton, Dialog } from '../../ui/index.ts';
import { flowText } from './flow-text.ts';

/** The flow in words and settings, beside its drawing: to read, to search, to send to somebody. Follows what is drawn. */
export function FlowTextDialog({ onClose }: { readonly onClose: () => void }) {
  const flow = useFlowState((state) => state.flow);
  const text = useMemo(() => flowText(flow), [flow]);
  return (
    <Dialog
      open
      onClose={onClose}
      shape="drawer"
      size="md"
      title="The flow as text"
      description="Steps in the order of the drawing, each with where it leads."
    >
      <div className="flex justify-end">
        <CopyButton text={text} label="Copy the text" />
      </div>
      <pre
        aria-label="The flow as text"
        role="document"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        tabIndex={0}
        className="min-h-0 overflow-auto whitespace-pre rounded-lg bg-sunken p-3 font-mono text-xs"
      >
        {text}
      </pre>
    </Dialog>
  );
}
