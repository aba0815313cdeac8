import { catalogue } from '@lockstep/nodes/catalogue';
import { type FlowStorage, type FlowSummary, getDraft } from '@lockstep/schema/api';
import { serialiseFlow } from '@lockstep/schema/graph';
import { Link, useNavigate } from '@tanstack/react-router';
import { CirclePlay, CopyPlus, Download, Ellipsis, ListChecks, Pause, Pencil, Play, Trash2 } from 'lucide-react';
import { call } from '../../api/index.ts';
import { LayerBadge } from '../../parts/LayerBadge.tsx';
import { FULLNESS } from '../../parts/storage-words.ts';
import {
  Badge,
  CopyButton,
  formatCount,
  IconButton,
  Menu,
  StatusIcon,
  Table,
  Td,
  Th,
  Time,
  toast,
} from '../../ui/index.ts';
import { stateOf } from './flow-state.ts';
import { PausedBadge } from './PausedBadge.tsx';
import { ScheduleLine } from './ScheduleLine.tsx';
import { useResume } from './use-resume.ts';

export interface FlowTableProps {
  readonly flows: readonly FlowSummary[];
  /** How full flows are, by id, as far as it is known. */
  readonly fullness: ReadonlyMap<string, FlowStorage['fullness']>;
  readonly onClone: (flow: FlowSummary) => void;
  readonly onDelete: (flow: FlowSummary) => void;
  readonly onPause: (flow: FlowSummary) => void;
  readonly onStart: (flow: FlowSummary) => void;
}

export function FlowTable({ flows, fullness, onClone, onDelete, onPause, onStart }: FlowTableProps) {
  return (
    <Table label="Flows">
      <thead>
        <tr>
          <Th>Flow</Th>
          <Th className="w-36">State</Th>
          <Th className="w-[27%]">Starts with</Th>
          <Th className="w-40">Last 24 hours</Th>
          <Th className="hidden w-28 @5xl:table-cell">Changed</Th>
          <Th className="w-14">
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {flows.map((flow) => (
          <FlowRow
            key={flow.id}
            flow={flow}
            fullness={fullness.get(flow.id) ?? 'none'}
            onClone={() => onClone(flow)}
            onDelete={() => onDelete(flow)}
            onPause={() => onPause(flow)}
            onStart={() => onStart(flow)}
          />
        ))}
      </tbody>
    </Table>
  );
}

interface FlowRowProps extends FlowMenuProps {
  readonly fullness: FlowStorage['fullness'];
}

interface FlowMenuProps {
  readonly flow: FlowSummary;
  readonly onClone: () => void;
  readonly onDelete: () => void;
  readonly onPause: () => void;
  readonly onStart: () => void;
}

function FlowRow({ flow, fullness, onClone, onDelete, onPause, onStart }: FlowRowProps) {
  const { id, name, description, triggers, runs24h, updatedAt } = flow;
  return (
    <tr data-testid={`flow-row:${id}`} className="relative hover:bg-hover/60">
      <Td>
        <Link
          to="/flows/$flowId"
          params={{ flowId: id }}
          title={name}
          className="block truncate font-medium outline-offset-[-2px] after:absolute after:inset-0"
        >
          {name}
        </Link>
        <div className="max-w-3xl truncate text-muted text-xs 2xl:line-clamp-2 2xl:whitespace-normal">
          {description === undefined || description === '' ? <span className="font-mono">{id}</span> : description}
        </div>
      </Td>
      <Td>
        <span className="flex flex-wrap gap-1">
          <StateBadge flow={flow} />
          {flow.layer !== undefined && <LayerBadge layer={flow.layer} />}
          {flow.paused !== undefined && <PausedBadge pause={flow.paused} />}
          <FullnessBadge fullness={fullness} />
          {flow.lanes !== undefined && <LanesBadge flowId={id} lanes={flow.lanes} />}
        </span>
      </Td>
      <Td>
        {triggers.length === 0 && <span className="text-faint">No trigger yet</span>}
        {triggers.map(({ type, path }) => (
          <TriggerLine key={`${type} ${path}`} flowId={id} type={type} path={path} />
        ))}
      </Td>
      <Td>
        <div className="relative z-10 flex w-fit gap-3">
          <Link
            to="/runs"
            search={{ flow: id, status: 'done' }}
            aria-label={`${runs24h.done} runs done`}
            className="tabular flex items-center gap-1 rounded hover:underline"
          >
            <StatusIcon status="done" />
            {formatCount(runs24h.done)}
          </Link>
          <Link
            to="/exceptions"
            search={{ flow: id }}
            aria-label={`${runs24h.exception} exceptions`}
            className={`tabular flex items-center gap-1 rounded hover:underline ${runs24h.exception > 0 ? 'font-medium text-failed' : 'text-muted'}`}
          >
            <StatusIcon status={runs24h.exception > 0 ? 'exception' : 'skipped'} />
            {formatCount(runs24h.exception)}
          </Link>
        </div>
      </Td>
      <Td className="hidden text-muted @5xl:table-cell">
        <Time at={updatedAt} className="relative z-10" />
      </Td>
      <Td className="px-2!">
        <FlowMenu flow={flow} onClone={onClone} onDelete={onDelete} onPause={onPause} onStart={onStart} />
      </Td>
    </tr>
  );
}

function StateBadge({ flow }: { readonly flow: FlowSummary }) {
  switch (stateOf(flow)) {
    case 'draft':
      return <Badge tone="idle">Draft</Badge>;
    case 'published':
      return <Badge tone="ok">Published v{flow.publishedVersion}</Badge>;
    case 'changed':
      return <Badge tone="waiting">v{flow.publishedVersion}, changed</Badge>;
  }
}

/** That a flow is near what it may store, or takes nothing new. */
function FullnessBadge({ fullness }: Pick<FlowRowProps, 'fullness'>) {
  const state = FULLNESS[fullness];
  return state === undefined ? null : <Badge tone={state.tone}>{state.words}</Badge>;
}

/** That messages of this flow wait for their turn; leads to the keys. */
function LanesBadge({ flowId, lanes }: { readonly flowId: string; readonly lanes: NonNullable<FlowSummary['lanes']> }) {
  const { blocked, waiting } = lanes;
  const keys = `${formatCount(blocked)} ${blocked === 1 ? 'key' : 'keys'} blocked`;
  const text = blocked === 0 ? `${formatCount(waiting)} in line` : keys;
  return (
    <Link
      to="/flows/$flowId"
      params={{ flowId }}
      search={{ panel: 'lanes' }}
      title={`${formatCount(waiting)} ${waiting === 1 ? 'message waits' : 'messages wait'} for their turn`}
      className="relative z-10 rounded-md"
    >
      <Badge tone={blocked > 0 ? 'failed' : 'waiting'}>{text}</Badge>
    </Link>
  );
}

interface TriggerLineProps {
  readonly flowId: string;
  readonly type: string;
  readonly path: string | undefined;
}

function TriggerLine({ flowId, type, path }: TriggerLineProps) {
  const label = catalogue.get(type)?.ui.label ?? type;
  if (type === 'schedule') return <ScheduleLine flowId={flowId} label={label} />;
  if (path === undefined) return <div className="truncate text-muted">{label}</div>;
  return (
    <div className="flex items-center gap-1">
      <code className="truncate font-mono text-xs" title={path}>
        {path}
      </code>
      <span className="relative z-10">
        <CopyButton text={`${location.origin}${path}`} label="Copy hook address" />
      </span>
    </div>
  );
}

function FlowMenu({ flow, onClone, onDelete, onPause, onStart }: FlowMenuProps) {
  const navigate = useNavigate();
  const resume = useResume();
  return (
    <span className="relative z-10">
      <Menu
        trigger={<IconButton label={`Actions for ${flow.name}`} icon={<Ellipsis size={16} />} />}
        items={[
          {
            label: 'Open',
            icon: <Pencil size={14} />,
            onSelect: () => void navigate({ to: '/flows/$flowId', params: { flowId: flow.id } }),
          },
          ...(flow.publishedVersion === undefined
            ? []
            : [{ label: 'Start a run…', icon: <CirclePlay size={14} />, onSelect: onStart }]),
          {
            label: 'Show runs',
            icon: <ListChecks size={14} />,
            onSelect: () => void navigate({ to: '/runs', search: { flow: flow.id } }),
          },
          flow.paused === undefined
            ? { label: 'Pause…', icon: <Pause size={14} />, onSelect: onPause }
            : { label: 'Resume', icon: <Play size={14} />, onSelect: () => void resume(flow) },
          { label: 'Clone with bindings…', icon: <CopyPlus size={14} />, onSelect: onClone },
          { label: 'Export as JSON', icon: <Download size={14} />, onSelect: () => void exportFlow(flow.id) },
          'separator',
          { label: 'Delete…', icon: <Trash2 size={14} />, danger: true, onSelect: onDelete },
        ]}
      />
    </span>
  );
}

async function exportFlow(flowId: string): Promise<void> {
  const answer = await call(getDraft, { params: { flowId } });
  if (!answer.ok) {
    toast({ kind: 'failed', title: 'The flow could not be exported', detail: answer.problem.detail });
    return;
  }
  const address = URL.createObjectURL(new Blob([serialiseFlow(answer.value.flow)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${flowId}.flow.json`;
  link.click();
  URL.revokeObjectURL(address);
}
