import type { Issue, Position } from '@lockstep/schema/graph';
import { useReactFlow } from '@xyflow/react';
import { type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef } from 'react';
import { EditorCanvas } from '../../features/canvas/EditorCanvas.tsx';
import { createEditorActions } from '../../features/canvas/editor-actions.ts';
import type { CanvasEdge } from '../../features/canvas/model/canvas-edges.ts';
import type { CanvasNode } from '../../features/canvas/model/node-data.ts';
import { QuickAdd } from '../../features/canvas/QuickAdd.tsx';
import { useCanvasPort } from '../../features/canvas/use-canvas-port.ts';
import { EditorActionsProvider } from '../../features/canvas/use-editor-actions.ts';
import { useShortcuts } from '../../features/canvas/use-shortcuts.ts';
import { useLaneNote } from '../../features/lanes/use-lane-note.ts';
import { useTestRun } from '../../features/testrun/use-test-run.ts';
import { LedgerStrip } from '../../parts/LedgerStrip.tsx';
import { StepTypes } from '../../steps/catalogue.ts';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { lazyPart, SkeletonRows, useTitle } from '../../ui/index.ts';
import { openFlow } from '../open-flow.ts';
import { LeftPanel } from './LeftPanel.tsx';
import { OnDemand } from './OnDemand.tsx';
import { RightPanel } from './RightPanel.tsx';
import { TopBar } from './TopBar.tsx';
import { useAddress } from './use-address.ts';
import { useAutosave } from './use-autosave.ts';
import { useChecks } from './use-checks.ts';
import { useFirstCards } from './use-first-cards.ts';
import { usePresence } from './use-presence.ts';

/** The analyst's desk: canvas in the middle, what there is to add on the left, settings on the right. */
export function FlowEditor() {
  const store = useFlowStoreApi();
  const ui = useEditorUiApi();
  const instance = useReactFlow<CanvasNode, CanvasEdge>();
  const frame = useRef<HTMLDivElement>(null);
  const pointer = useRef<Position>(undefined);
  const canvas = useCanvasPort(store, instance, frame, pointer);
  const actions = useMemo(() => createEditorActions(store, ui, canvas), [store, ui, canvas]);
  const autosave = useAutosave(store);
  const presence = usePresence(store);
  useChecks(store);
  const flush = useCallback(async () => autosave?.flush(), [autosave]);
  const name = useFlowState((state) => state.flow.name);
  const flowId = useFlowState((state) => state.flow.id);
  const editable = useFlowState((state) => state.editable);
  const conflict = useFlowState((state) => state.status.kind === 'conflict');
  const viewing = useEditorUi((state) => state.viewing);
  const problems = useEditorUi((state) => state.panel === 'problems');
  const mode = useEditorUi((state) => state.mode);
  const tour = useEditorUi((state) => state.tour);
  const drawn = useEditorUi((state) => state.drawn);
  const mapping = useEditorUi((state) => state.mapping);
  const stepView = useEditorUi((state) => state.stepView);
  const viewed = useFlowState((state) => state.flow.nodes.find(({ id }) => id === stepView));
  const closeStep = (id: string) => {
    ui.setState({ stepView: undefined });
    requestAnimationFrame(() => actions.pick([id], { focus: true }));
  };
  const finding = useEditorUi((state) => state.finding);
  const mapped = useFlowState((state) => state.flow.nodes.find(({ id }) => id === mapping));
  const test = useTestRun();
  const laneNote = useLaneNote();
  const steps = test?.run?.steps;
  useEffect(() => {
    ui.setState({ testSteps: steps && Object.fromEntries(steps.map((step) => [step.node, step])) });
  }, [ui, steps]);
  useEffect(() => {
    openFlow.current = { store, ui, actions };
    return () => {
      openFlow.current = undefined;
    };
  }, [store, ui, actions]);
  useTitle(name);
  useFirstCards(frame, ui);
  useAddress(store, ui, actions);

  return (
    <EditorActionsProvider value={actions}>
      <Keys saveNow={flush} />
      <div className="flex h-full min-h-0 flex-col">
        <TopBar presence={presence} />
        {presence !== undefined && !editable && (
          <Suspense>
            <PresenceStrip desk={presence} />
          </Suspense>
        )}
        {mapped !== undefined && (
          <div className="min-h-0 flex-1">
            <Suspense fallback={<SkeletonRows label="Loading the map" />}>
              <MapScreen key={mapped.id} node={mapped} onClose={() => ui.setState({ mapping: undefined })} />
            </Suspense>
          </div>
        )}
        {mapped === undefined && viewed !== undefined && (
          <div className="min-h-0 flex-1">
            <Suspense fallback={<SkeletonRows label="Loading the step" />}>
              <StepView key={viewed.id} node={viewed} onClose={() => closeStep(viewed.id)} />
            </Suspense>
          </div>
        )}
        {mode !== 'design' && mapped === undefined && viewed === undefined && (
          <Suspense fallback={<SkeletonRows label="Loading" />}>
            <ModeView mode={mode} />
          </Suspense>
        )}
        <div
          className={
            mode === 'design' && mapped === undefined && viewed === undefined ? 'flex min-h-0 flex-1' : 'hidden'
          }
        >
          <LeftPanel />
          <div className="flex min-w-0 flex-1 flex-col">
            <div className="relative min-h-0 flex-1">
              {viewing === undefined ? (
                <Suspense>
                  <DrawnTypes>
                    <EditorCanvas
                      frame={frame}
                      pointer={pointer}
                      steps={test && (steps ?? NO_STEPS)}
                      laneNote={laneNote}
                    />
                  </DrawnTypes>
                </Suspense>
              ) : (
                <Suspense fallback={<SkeletonRows label="Loading the version" />}>
                  <VersionCanvas key={viewing} flowId={flowId} version={viewing} />
                </Suspense>
              )}
              {tour && drawn && viewing === undefined && (
                <Suspense>
                  <FirstSteps />
                </Suspense>
              )}
              {finding !== undefined && viewing === undefined && (
                <Suspense>
                  <FindBar />
                </Suspense>
              )}
              {test !== undefined && viewing === undefined && (
                <div className="pointer-events-none absolute inset-x-3 top-3 flex justify-center *:pointer-events-auto">
                  <Suspense>
                    <TestRunBar {...test} />
                  </Suspense>
                </div>
              )}
            </div>
            {problems && (
              <Suspense>
                <ProblemsPanel />
              </Suspense>
            )}
            <div className="border-t bg-surface px-3 py-1.5 empty:hidden">
              <LedgerStrip flow={flowId} />
            </div>
          </div>
          <RightPanel />
        </div>
      </div>
      <QuickAdd />
      <OnDemand dialog="shortcuts">
        <ShortcutSheet />
      </OnDemand>
      <OnDemand dialog="connect">
        <ConnectDialog />
      </OnDemand>
      <OnDemand dialog="extract">
        <ExtractDialog />
      </OnDemand>
      <OnDemand dialog="operations">
        <OperationsDialog />
      </OnDemand>
      <OnDemand dialog="test">
        <TestRunDialog problem={drawProblem} />
      </OnDemand>
      <OnDemand dialog="publish">
        <PublishDialog flush={flush} problem={drawProblem} />
      </OnDemand>
      {autosave !== undefined && conflict && (
        <Suspense>
          <ConflictDialog autosave={autosave} canvas={FlowCanvas} />
        </Suspense>
      )}
    </EditorActionsProvider>
  );
}

const MapScreen = lazyPart(async () => (await import('../../features/mapping/MapScreen.tsx')).MapScreen);
const FirstSteps = lazyPart(async () => (await import('../../features/tour/FirstSteps.tsx')).FirstSteps);
const ModeView = lazyPart(async () => (await import('./ModeView.tsx')).ModeView);
const StepView = lazyPart(async () => (await import('../../features/inspector/step-view/StepView.tsx')).StepView);
const FlowCanvas = lazyPart(async () => (await import('../../features/canvas/FlowCanvas.tsx')).FlowCanvas);
const ConflictDialog = lazyPart(
  async () => (await import('../../features/versions/ConflictDialog.tsx')).ConflictDialog,
);
const ShortcutSheet = lazyPart(async () => (await import('../../features/canvas/ShortcutSheet.tsx')).ShortcutSheet);
const FindBar = lazyPart(async () => (await import('../../features/canvas/FindBar.tsx')).FindBar);
const ConnectDialog = lazyPart(async () => (await import('../../features/canvas/ConnectDialog.tsx')).ConnectDialog);
const ExtractDialog = lazyPart(async () => (await import('../../features/canvas/ExtractDialog.tsx')).ExtractDialog);
const OperationsDialog = lazyPart(
  async () => (await import('../../features/canvas/OperationsDialog.tsx')).OperationsDialog,
);
const TestRunDialog = lazyPart(async () => (await import('../../features/testrun/TestRunDialog.tsx')).TestRunDialog);
const PublishDialog = lazyPart(async () => (await import('../../features/versions/PublishDialog.tsx')).PublishDialog);

const PresenceStrip = lazyPart(async () => (await import('./PresenceStrip.tsx')).PresenceStrip);
const VersionCanvas = lazyPart(async () => (await import('./VersionCanvas.tsx')).VersionCanvas);
const TestRunBar = lazyPart(async () => (await import('../../features/testrun/TestRunBar.tsx')).TestRunBar);
const ProblemsPanel = lazyPart(async () => (await import('../../features/canvas/ProblemsPanel.tsx')).ProblemsPanel);
const ProblemLine = lazyPart(async () => (await import('../../features/canvas/ProblemsPanel.tsx')).ProblemLine);

const NO_STEPS: readonly never[] = [];

function drawProblem(issue: Issue, close: () => void) {
  return <ProblemLine key={JSON.stringify(issue)} issue={issue} onGo={close} />;
}

/** The canvas waits for the types of what somebody else may have drawn by now. */
function DrawnTypes({ children }: { readonly children: ReactNode }) {
  const nodes = useFlowState((state) => state.flow.nodes);
  return <StepTypes nodes={nodes}>{children}</StepTypes>;
}

/** The keyboard needs the actions of the context around it. */
function Keys({ saveNow }: { readonly saveNow: () => Promise<void> }) {
  useShortcuts(useCallback(() => void saveNow(), [saveNow]));
  return null;
}
