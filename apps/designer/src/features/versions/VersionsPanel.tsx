import { catalogue } from '@lockstep/nodes/catalogue';
import { getWaitingRuns, listVersions, type SampleOverride } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { ArrowUpFromLine, Eye, GitCompareArrows, History, Rocket, X } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { UsedBy } from '../../parts/UsedBy.tsx';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { Badge, Button, buttonClass, EmptyState, ErrorState, IconButton, SkeletonRows, Time } from '../../ui/index.ts';
import { MoveRunsDialog } from './MoveRunsDialog.tsx';
import { runsInWords } from './move-runs.ts';
import { VersionDetail } from './VersionDetail.tsx';

/** Right of the canvas: what was published, when, by whom and why; each version can be seen and brought back. */
export function VersionsPanel() {
  const ui = useEditorUiApi();
  const flowId = useFlowState((state) => state.flow.id);
  const current = useFlowState((state) => state.published?.version);
  const viewing = useEditorUi((state) => state.viewing);
  const versions = useCall(listVersions, { params: { flowId } });
  const waiting = useCall(getWaitingRuns, { params: { flowId } }, { staleTime: 0 });
  const waitingOn = new Map(waiting.data?.versions.map((each) => [each.version, each.waiting]));
  return (
    <section aria-label="Versions" className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 items-start gap-3 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold text-base">Versions</h2>
          <p className="text-muted text-xs">
            Published versions never change; runs stay on theirs until they are moved.
          </p>
        </div>
        <IconButton
          size="sm"
          label="Close versions"
          icon={<X size={15} />}
          onClick={() => ui.setState({ panel: undefined, viewing: undefined })}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {versions.isPending && <SkeletonRows rows={4} label="Loading versions" />}
        {versions.isError && (
          <ErrorState
            title="The versions cannot be shown"
            detail={versions.error.problem.title}
            onRetry={() => void versions.refetch()}
          />
        )}
        {versions.data?.versions.length === 0 && (
          <EmptyState icon={<History size={20} />} title="Nothing published yet">
            The first publish makes version 1.
          </EmptyState>
        )}
        {current !== undefined && (
          <p className="flex flex-col items-start border-b px-4 py-2">
            <Link
              to="/flows/$flowId/diff"
              params={{ flowId }}
              search={{ from: 'published', to: 'draft' }}
              className={buttonClass('quiet', 'sm', '-ml-2')}
            >
              <GitCompareArrows size={13} aria-hidden="true" /> What the draft changes
            </Link>
            <Link to="/promotion" search={{ flow: flowId }} className={buttonClass('quiet', 'sm', '-ml-2')}>
              <Rocket size={13} aria-hidden="true" /> To another environment
            </Link>
          </p>
        )}
        {current !== undefined && <WaitingElsewhere flowId={flowId} current={current} waitingOn={waitingOn} />}
        <Callers flowId={flowId} />
        <ol>
          {versions.data?.versions.map((version) => (
            <li key={version.version} className={clsx('border-b', viewing === version.version && 'bg-accent-soft/50')}>
              <div className="flex items-start gap-2 px-4 py-2.5">
                <div className="min-w-0 flex-1">
                  <p className="flex items-center gap-2 font-medium text-sm">
                    Version {version.version}
                    {version.semver !== undefined && (
                      <span className="tabular font-normal text-muted" title="What it promises those who call it">
                        {version.semver}
                      </span>
                    )}
                    {version.version === current && <Badge tone="ok">live</Badge>}
                    {waitingOn.has(version.version) && (
                      <Badge tone="plain">{runsInWords(waitingOn.get(version.version) ?? 0)} waiting</Badge>
                    )}
                  </p>
                  {version.note !== '' && <p className="break-words text-sm">{version.note}</p>}
                  {version.override && <OverrideNote {...version.override} />}
                  <p className="text-muted text-xs">
                    <Time at={version.publishedAt} /> by {version.publishedBy}
                    {version.reviewedBy !== undefined && `, approved by ${version.reviewedBy}`}
                  </p>
                </div>
                <Button
                  size="sm"
                  kind={viewing === version.version ? 'primary' : 'secondary'}
                  icon={<Eye size={13} />}
                  aria-pressed={viewing === version.version}
                  onClick={() => ui.setState({ viewing: viewing === version.version ? undefined : version.version })}
                >
                  {viewing === version.version ? 'Back to draft' : 'View'}
                </Button>
              </div>
              {viewing === version.version && <VersionDetail flowId={flowId} version={version.version} />}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

/** A version that is there although samples failed says so for good. */
function OverrideNote({ reason, failed }: SampleOverride) {
  const names = failed.map(({ map, name, why }) => `${name} of ${map}: ${why}`).join('\n');
  return (
    <p className="break-words text-sm text-waiting" title={names}>
      Published although {failed.length} {failed.length === 1 ? 'sample' : 'samples'} failed: {reason}
    </p>
  );
}

/** Who is concerned by a new version. */
function Callers({ flowId }: { readonly flowId: string }) {
  const isCallable = useFlowState((state) =>
    state.flow.nodes.some(({ type }) => catalogue.get(type)?.callable !== undefined),
  );
  if (!isCallable) return null;
  return (
    <div className="border-b px-4 py-3">
      <UsedBy flowId={flowId} empty="No published flow calls this one yet." />
    </div>
  );
}

function WaitingElsewhere(props: {
  readonly flowId: string;
  readonly current: number;
  readonly waitingOn: ReadonlyMap<number, number>;
}) {
  const { flowId, current, waitingOn } = props;
  const [moving, setMoving] = useState(false);
  const count = [...waitingOn].reduce((sum, [version, runs]) => (version === current ? sum : sum + runs), 0);
  if (count === 0) return null;
  return (
    <div className="flex items-center gap-3 border-b bg-sunken px-4 py-2.5">
      <p className="min-w-0 flex-1 text-sm">
        {runsInWords(count)} {count === 1 ? 'waits' : 'wait'} on other versions.
      </p>
      <Button size="sm" icon={<ArrowUpFromLine size={13} />} onClick={() => setMoving(true)}>
        Move waiting runs…
      </Button>
      {moving && <MoveRunsDialog flowId={flowId} to={current} onClose={() => setMoving(false)} />}
    </div>
  );
}
