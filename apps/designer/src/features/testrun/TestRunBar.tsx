import type { RunView } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { ExternalLink, FlaskConical, RotateCw, X } from 'lucide-react';
import { useEditorUiApi } from '../../stores/editor-ui.ts';
import { Button, buttonClass, formatDuration, IconButton, StatusBadge } from '../../ui/index.ts';

/** Over the canvas while a test run lies on it: how it stands, where to read more, how to be rid of it. */
export function TestRunBar({ runId, run }: { readonly runId: string; readonly run: RunView | undefined }) {
  const ui = useEditorUiApi();
  return (
    <section
      aria-label="Test run"
      className="flex max-w-full items-center gap-2 rounded-xl border bg-raised py-1.5 pr-1.5 pl-3 text-sm"
    >
      <FlaskConical size={15} aria-hidden="true" className="shrink-0 text-muted" />
      <span className="whitespace-nowrap font-medium">Test run</span>
      <span role="status" className="flex min-w-0 items-center gap-2">
        <StatusBadge status={run?.status ?? 'queued'} />
        {run?.durationMs !== undefined && (
          <span className="tabular whitespace-nowrap text-muted">{formatDuration(run.durationMs)}</span>
        )}
        {run?.failure !== undefined && (
          <span className="truncate text-failed" title={run.failure.message}>
            {run.failure.nodeName}: {run.failure.message}
          </span>
        )}
      </span>
      <Button size="sm" kind="quiet" icon={<RotateCw size={13} />} onClick={() => ui.setState({ dialog: 'test' })}>
        Again
      </Button>
      <Link to="/runs/$runId" params={{ runId }} className={buttonClass('quiet', 'sm')}>
        <ExternalLink size={13} aria-hidden="true" /> Open run
      </Link>
      <IconButton
        size="sm"
        label="Close the test run"
        icon={<X size={14} />}
        onClick={() => ui.setState({ testRunId: undefined })}
      />
    </section>
  );
}
