import { type FlowStats, getFlowStats, getVersion, type StepStats } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { Activity } from 'lucide-react';
import { type ComponentType, memo, Suspense, useDeferredValue, useMemo, useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import {
  EmptyState,
  formatRelative,
  Segmented,
  Select,
  Skeleton,
  SkeletonRows,
  Splitter,
  useNow,
} from '../../ui/index.ts';
import { type EdgeVolume, rowsOf, volumesOf } from './operate-model.ts';
import { StatsTable } from './StatsTable.tsx';
import { type BinRange, TimeBins } from './TimeBins.tsx';

export interface OperateCanvasProps {
  readonly flow: Flow;
  readonly mode: 'operate';
  readonly stats: readonly StepStats[];
  readonly volumes: Readonly<Record<string, EdgeVolume>>;
  readonly selected: string | undefined;
  readonly onSelect: (node: string | undefined) => void;
}

/** What is looked at. */
export interface OperateScope {
  readonly hours: number;
  /** One published version; all of them when absent. */
  readonly version: number | undefined;
  /** A version its numbers are compared with. */
  readonly versus: number | undefined;
}

export interface OperateViewProps {
  readonly flowId: string;
  /** Newest published version; `undefined` when there is none. */
  readonly published: number | undefined;
  readonly scope: OperateScope;
  readonly onScope: (scope: OperateScope) => void;
  readonly canvas: ComponentType<OperateCanvasProps>;
}

const WINDOWS = [
  { value: '1', label: '1 h' },
  { value: '6', label: '6 h' },
  { value: '24', label: '24 h' },
  { value: '168', label: '7 d' },
] as const;
const REFRESH_MS = 5_000;

/** What went through a flow in the last hours, on its drawing and in numbers. */
export function OperateView(props: OperateViewProps) {
  const { flowId, published, scope } = props;
  const drawn = scope.version ?? published;
  if (drawn === undefined)
    return (
      <EmptyState icon={<Activity size={20} />} title="Nothing has gone through yet">
        A flow takes messages once it is published. From then on this shows how much goes where, what fails and how long
        it takes.
      </EmptyState>
    );
  return <Drawn key={flowId} {...props} drawn={drawn} />;
}

function Drawn({ flowId, scope, onScope, canvas: Canvas, drawn }: OperateViewProps & { readonly drawn: number }) {
  const version = useCall(getVersion, { params: { flowId, version: drawn } }, { staleTime: Number.POSITIVE_INFINITY });
  const [range, setRange] = useState<BinRange>();
  const [selected, select] = useState<string>();
  const query = { hours: scope.hours, ...(scope.version !== undefined && { version: scope.version }) };
  const whole = useCall(
    getFlowStats,
    { params: { flowId }, query },
    { refetchInterval: REFRESH_MS, keepPrevious: true },
  );
  const part = partOf(whole.data, range);
  const cut = useCall(
    getFlowStats,
    { params: { flowId }, query: { ...query, ...part } },
    { enabled: part !== undefined, keepPrevious: true },
  );
  const other = useCall(
    getFlowStats,
    { params: { flowId }, query: { hours: scope.hours, version: scope.versus ?? 1, ...part } },
    { enabled: scope.versus !== undefined, keepPrevious: true },
  );
  const steps = (part === undefined ? whole.data : (cut.data ?? whole.data))?.steps ?? NO_STEPS;
  const flow = version.data?.flow;
  const rows = useMemo(() => (flow === undefined ? [] : rowsOf(flow, { steps })), [flow, steps]);
  if (flow === undefined)
    return (
      <AnswerView query={version} what="The version" loading={<SkeletonRows label="Loading the version" />}>
        {() => null}
      </AnswerView>
    );
  return (
    <Splitter
      label="Height of the drawing"
      storageKey="lockstep.operate.split"
      initial={58}
      top={
        <div className="relative h-full">
          <Drawing flow={flow} steps={steps} canvas={Canvas} selected={selected} onSelect={select} />
          <Legend />
        </div>
      }
      bottom={
        <AnswerView query={whole} what="The numbers" loading={<SkeletonRows label="Counting" />}>
          {(stats) => (
            <section aria-label="Numbers" className="flex h-full min-h-0 flex-col bg-surface">
              <ScopeBar stats={stats} scope={scope} onScope={onScope} onWindow={() => setRange(undefined)} />
              <TimeBins
                stats={stats}
                range={range ?? { from: 0, to: stats.bins.length }}
                onChange={(next) => setRange(next.from === 0 && next.to === stats.bins.length ? undefined : next)}
              />
              <StatsTable
                flowId={flowId}
                rows={rows}
                versus={
                  scope.versus === undefined || other.data === undefined
                    ? undefined
                    : { version: scope.versus, rows: rowsOf(flow, other.data) }
                }
                selected={selected}
                onSelect={select}
              />
            </section>
          )}
        </AnswerView>
      }
    />
  );
}

const NO_STEPS: StepStats[] = [];

interface DrawingProps extends Pick<OperateCanvasProps, 'flow' | 'selected' | 'onSelect'> {
  readonly steps: readonly StepStats[];
  readonly canvas: OperateViewProps['canvas'];
}

/** The numbers on the drawing. That of many steps takes its time: the table comes first, and no task is long. */
const Drawing = memo(function Drawing({ flow, steps, canvas: Canvas, selected, onSelect }: DrawingProps) {
  const stats = useDeferredValue(steps);
  const [volumesNow] = useState(() => {
    let known: Readonly<Record<string, EdgeVolume>> = {};
    return (of: Flow, now: readonly StepStats[]) => {
      known = volumesOf(of, now, known);
      return known;
    };
  });
  const volumes = useMemo(() => volumesNow(flow, stats), [volumesNow, flow, stats]);
  return (
    <Suspense fallback={<Skeleton className="m-4 h-24" />}>
      <Canvas flow={flow} mode="operate" stats={stats} volumes={volumes} selected={selected} onSelect={onSelect} />
    </Suspense>
  );
});

interface ScopeBarProps {
  readonly stats: FlowStats;
  readonly scope: OperateScope;
  readonly onScope: (scope: OperateScope) => void;
  readonly onWindow: () => void;
}

/** How far back, and of which version. */
function ScopeBar({ stats, scope, onScope, onWindow }: ScopeBarProps) {
  const now = useNow();
  const numbers = [...new Set([...stats.versions.map(({ version }) => version), scope.version, scope.versus])]
    .filter((version) => version !== undefined)
    .toSorted((a, b) => b - a);
  const options = numbers.map((version) => ({ value: String(version), label: `Version ${version}` }));
  return (
    <div className="flex flex-wrap items-center gap-3 px-4 pt-3">
      <Segmented
        label="How far back"
        value={String(scope.hours)}
        options={WINDOWS}
        onChange={(hours) => {
          onWindow();
          onScope({ ...scope, hours: Number(hours) });
        }}
      />
      <Select
        label="Version"
        value={String(scope.version ?? '')}
        options={[{ value: '', label: 'All versions' }, ...options]}
        onChange={(version) => onScope({ ...scope, version: version === '' ? undefined : Number(version) })}
      />
      <Select
        label="Compare with"
        prefix="Compared with"
        value={String(scope.versus ?? '')}
        options={[{ value: '', label: 'none' }, ...options]}
        onChange={(versus) => onScope({ ...scope, versus: versus === '' ? undefined : Number(versus) })}
      />
      <p className="ml-auto text-muted text-xs">
        Test runs are left out. Counted up to {formatRelative(Date.parse(stats.countedTo), now)}.
      </p>
    </div>
  );
}

/** What the drawing means. */
function Legend() {
  return (
    <ul
      aria-label="What the drawing means"
      className="pointer-events-none absolute top-3 left-3 flex flex-col gap-1 rounded-lg border bg-surface/90 px-3 py-2 text-muted text-xs"
    >
      <li className="flex items-center gap-2">
        <span aria-hidden="true" className="h-2 w-6 rounded-full bg-line-strong" />
        the thicker, the more messages
      </li>
      <li className="flex items-center gap-2">
        <span aria-hidden="true" className="flex h-1 w-6 overflow-hidden rounded-full bg-ok">
          <span className="ml-auto w-1/3 bg-failed" />
        </span>
        share that failed
      </li>
      <li className="flex items-center gap-2">
        <span aria-hidden="true" className="h-3 w-6 rounded border border-line-strong opacity-60" />
        nothing came by
      </li>
    </ul>
  );
}

/** The part of the time that is asked for; `undefined` for all of it. */
function partOf(stats: FlowStats | undefined, range: BinRange | undefined) {
  if (stats === undefined || range === undefined) return undefined;
  const start = Date.parse(stats.since);
  const at = (bin: number) => new Date(start + bin * stats.binMs).toISOString();
  return { from: at(range.from), to: at(range.to) };
}
