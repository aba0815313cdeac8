import type { TryReach, TrySource } from '@lockstep/schema/api';
import type { FlowNode } from '@lockstep/schema/graph';
import { Pin, PinOff, Play, StepForward, X } from 'lucide-react';
import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useSeenData } from '../../../parts/use-seen-data.ts';
import { catalogue } from '../../../steps/catalogue.ts';
import { StepIcon } from '../../../steps/StepIcon.tsx';
import { useEditorUiApi } from '../../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../../stores/FlowStoreProvider.tsx';
import { Badge, Button, IconButton, lazyPart, Notice, SkeletonRows, toast } from '../../../ui/index.ts';
import { DataPane, type DataTab } from './DataPane.tsx';
import { EffectTicks } from './EffectTicks.tsx';
import { OwnData } from './OwnData.tsx';
import { pinFor } from './pin-for.ts';
import { SourceChooser } from './SourceChooser.tsx';
import { TryLog } from './TryLog.tsx';
import { HOW_WORDS, REACH_WORDS, writingSteps } from './try-words.ts';
import { useStepKeys } from './use-step-keys.ts';
import { useStepSource } from './use-step-source.ts';
import { triedStep, useTry } from './use-try.ts';

const NodeInspector = lazyPart(async () => (await import('../NodeInspector.tsx')).NodeInspector);

/** One step as a whole: what comes in, what it is told to do, what goes out; and trying it with that data. */
export function StepView({ node, onClose }: { readonly node: FlowNode; readonly onClose: () => void }) {
  const ui = useEditorUiApi();
  const store = useFlowStoreApi();
  const flow = useFlowState((state) => state.flow);
  const editable = useFlowState((state) => state.editable);
  const definition = catalogue.get(node.type);
  const sourced = useStepSource(flow, node.id);
  const { source, data, item } = sourced;
  const tries = useTry();
  const [own, setOwn] = useState('{}');
  const [real, setReal] = useState<ReadonlySet<string>>(new Set());
  const [tab, setTab] = useState<DataTab>('schema');
  const seenInRun = useSeenData(flow, node.id, source.kind === 'run' ? source.runId : undefined);
  const writing = useMemo(() => writingSteps(flow, node.id, catalogue), [flow, node.id]);
  const tried = triedStep(tries.last, node.id);
  const pinned = flow.pinned?.[node.id];
  const ownValue = useMemo(() => parsed(own), [own]);
  const input = source.kind === 'own' ? undefined : (tried?.input ?? data?.input);
  const output = tried ? tried.output : source.kind === 'own' ? undefined : data?.output;
  const seen = useMemo(
    () => ({
      input: source.kind === 'own' ? ownValue : input?.truncated === false ? input.value : undefined,
      outputs: seenInRun.outputs,
    }),
    [source.kind, ownValue, input, seenInRun.outputs],
  );
  const isStart = definition?.kind === 'trigger';

  const sourceFor = (reach: TryReach): TrySource | undefined => {
    if (source.kind === 'run') return { kind: 'run', runId: source.runId, ...(item === undefined ? {} : { item }) };
    const value = source.kind === 'pinned' ? pinned?.input : source.kind === 'own' ? ownValue : undefined;
    if (value === undefined) return undefined;
    if (reach === 'to-here') return { kind: 'message', message: value };
    return { kind: 'data', input: value, steps: seenInRun.outputs as never };
  };
  const start = (reach: TryReach) => {
    const from = sourceFor(reach);
    if (from === undefined) {
      toast({
        kind: 'failed',
        title: 'There is no data to try the step with',
        detail: 'Choose a run, or write own data.',
      });
      return;
    }
    void tries.start({ node: node.id, reach, source: from, real: [...real] });
  };
  const pin = () => {
    if (!editable) return;
    const isSame = pinned !== undefined && source.kind === 'pinned' && tried === undefined;
    const sample = isSame ? null : pinFor({ input: seen.input, output, port: tried?.port, source });
    if (sample === undefined) {
      toast({ kind: 'failed', title: 'There is nothing to pin', detail: 'Only data of at most 256 KB can be pinned.' });
      return;
    }
    store.getState().edit({ type: 'node.pin', node: node.id, sample });
    sourced.choose(sample === null ? { kind: 'own' } : { kind: 'pinned' });
  };
  const go = (to: string) => {
    store.getState().select({ nodes: [to] });
    ui.setState({ stepView: to });
  };
  const root = useRef<HTMLElement>(null);
  useEffect(() => root.current?.focus(), []);
  useStepKeys({ close: onClose, toHere: () => start('to-here'), pin }, sourced.settled);

  return (
    <section
      ref={root}
      tabIndex={-1}
      aria-label={`Step ${node.name}`}
      data-testid="step-view"
      className="flex h-full min-h-0 flex-col bg-surface outline-none"
    >
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-b px-3 py-2">
        <StepIcon definition={definition} />
        <h2 className="min-w-0 max-w-32 truncate xl:max-w-72 font-semibold text-base">{node.name}</h2>
        {pinned !== undefined && (
          <Badge tone="undone" icon={<Pin size={11} aria-hidden="true" />}>
            Pinned sample, draft only
          </Badge>
        )}
        <div className="min-w-0 flex-1" />
        <SourceChooser sourced={sourced} node={node} isPinned={pinned !== undefined} />
        <IconButton
          label={pinned !== undefined && source.kind === 'pinned' ? 'Unpin the sample' : 'Pin this data as the sample'}
          shortcut="P"
          icon={pinned !== undefined && source.kind === 'pinned' ? <PinOff size={15} /> : <Pin size={15} />}
          aria-disabled={!editable}
          onClick={pin}
        />
        <Button
          kind="primary"
          icon={<Play size={14} className="max-xl:hidden" />}
          busy={tries.pending}
          onClick={() => start('step')}
        >
          {REACH_WORDS.step}
        </Button>
        <Button
          icon={<StepForward size={14} className="max-xl:hidden" />}
          title="Shift Enter"
          disabled={tries.pending || isStart}
          onClick={() => start('to-here')}
        >
          {REACH_WORDS['to-here']}
        </Button>
        <Button disabled={tries.pending} onClick={() => start('from-here')}>
          {REACH_WORDS['from-here']}
        </Button>
        <IconButton label="Close the step view" shortcut="Esc" icon={<X size={16} />} onClick={onClose} />
      </header>
      <EffectTicks
        steps={writing}
        real={real}
        onChange={(id, on) => setReal(new Set(on ? [...real, id] : [...real].filter((one) => one !== id)))}
      />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)_minmax(0,1fr)] divide-x">
        <DataPane
          root="input"
          title="Input"
          shortcut="I"
          shown={input}
          large={tried ? undefined : sourced.large('input')}
          {...{ tab, onTab: setTab }}
          empty={sourced.refused ?? (sourced.pending ? 'Loading…' : 'No data yet: choose a run, or write own data.')}
          instead={source.kind === 'own' ? <OwnData value={own} onChange={setOwn} /> : undefined}
        />
        <div className="min-h-0 min-w-0 overflow-hidden">
          <Suspense fallback={<SkeletonRows label="Loading the settings" />}>
            <NodeInspector
              key={node.id}
              node={node}
              definition={definition}
              close={null}
              seen={seen}
              tried={tried ?? NOT_TRIED}
            />
          </Suspense>
        </div>
        <DataPane
          root="output"
          title="Output"
          shortcut="O"
          shown={output}
          large={tried ? undefined : sourced.large('output')}
          {...{ tab, onTab: setTab }}
          empty={tried?.status === 'waiting' ? 'The step waits: nothing more happens in a try.' : 'No output yet.'}
          note={
            tried !== undefined && (
              <div className="flex flex-col gap-2 px-3 pb-2">
                <p className="text-muted text-xs" data-testid="tried-how">
                  In this try: {HOW_WORDS[tried.how]}
                  {tried.port !== undefined && (
                    <>
                      , left by <code className="font-mono text-text">{tried.port}</code>
                    </>
                  )}
                </p>
                {tried.failure !== undefined && (
                  <Notice kind="failed">
                    {tried.failure.message}
                    {tried.failure.position !== undefined &&
                      ` (line ${tried.failure.position.line}, column ${tried.failure.position.column})`}
                  </Notice>
                )}
              </div>
            )
          }
        />
      </div>
      {tries.last !== undefined && <TryLog last={tries.last} nodes={flow.nodes} shown={node.id} onGo={go} />}
    </section>
  );
}

/** In the step view the last test run is one of the sources: the settings do not tell of it once more. */
const NOT_TRIED = {};

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
