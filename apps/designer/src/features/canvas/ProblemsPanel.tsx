import type { Issue } from '@lockstep/schema/graph';
import clsx from 'clsx';
import { CircleAlert, CircleCheck, TriangleAlert, X } from 'lucide-react';
import { wordsOf } from '../../forms/field-model.ts';
import { focusField, useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { IconButton, Kbd } from '../../ui/index.ts';
import { useEditorActions } from './use-editor-actions.ts';

/** Below the canvas: what is wrong, each line a way to its place. */
export function ProblemsPanel() {
  const ui = useEditorUiApi();
  const issues = useFlowState((state) => state.issues);
  return (
    <section aria-label="Problems" className="flex h-48 shrink-0 flex-col border-t bg-surface">
      <header className="flex h-9 shrink-0 items-center gap-2 border-b pr-1.5 pl-4">
        <h2 className="font-semibold text-sm">Problems</h2>
        <span className="text-muted text-xs">
          {issues.length} · <Kbd>F8</Kbd> goes to the next
        </span>
        <IconButton
          size="sm"
          label="Close problems"
          icon={<X size={14} />}
          className="ml-auto"
          onClick={() => ui.setState({ panel: undefined })}
        />
      </header>
      {issues.length === 0 ? (
        <p className="flex items-center gap-2 px-4 py-6 text-muted text-sm">
          <CircleCheck size={15} aria-hidden="true" className="text-ok" /> Nothing is wrong. This flow can be published.
        </p>
      ) : (
        <ul className="min-h-0 flex-1 overflow-y-auto py-1">
          {issues.map((issue) => (
            <li key={JSON.stringify(issue)}>
              <ProblemLine issue={issue} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** One problem as a button that goes to its step and field. */
export function ProblemLine({ issue, onGo }: { readonly issue: Issue; readonly onGo?: () => void }) {
  const ui = useEditorUiApi();
  const { pick } = useEditorActions();
  const focus = useEditorUi((state) => state.focus);
  const name = useFlowState((state) => state.flow.nodes.find(({ id }) => id === issue.node)?.name);
  const isError = issue.severity === 'error';
  const Icon = isError ? CircleAlert : TriangleAlert;
  const isHere = focus !== undefined && focus.node === issue.node && focus.field === issue.field;
  return (
    <button
      type="button"
      onClick={() => {
        onGo?.();
        if (issue.node === undefined) {
          // Settings of the flow are what the inspector shows while no step is selected.
          pick([]);
          ui.setState({ inspectorOpen: true });
          return;
        }
        pick([issue.node]);
        focusField(ui, issue.node, issue.field);
      }}
      className={clsx(
        'flex w-full items-baseline gap-2 px-4 py-1 text-left text-sm hover:bg-hover',
        isHere && 'bg-accent-soft',
      )}
    >
      <Icon
        size={13}
        aria-label={isError ? 'Error' : 'Warning'}
        className={clsx('shrink-0 translate-y-0.5', isError ? 'text-failed' : 'text-waiting')}
      />
      <span className="shrink-0 font-medium">{name ?? 'Flow'}</span>
      {issue.field !== undefined && <span className="shrink-0 text-muted text-xs">{placeOf(issue)}</span>}
      <span className="min-w-0 text-muted">{issue.message}</span>
    </button>
  );
}

/** `/cases/0/when` as a person reads it: `Cases › 1 › When`; a place in a script is added. */
function placeOf({ field = '', line }: Issue): string {
  const parts = field.split('/').filter((part) => part !== '' && part !== 'policy' && part !== 'settings');
  const words = parts.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : wordsOf(part)));
  return `${words.join(' › ')}${line === undefined ? '' : `, line ${line}`}`;
}
