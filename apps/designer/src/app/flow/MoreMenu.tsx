import { getPause } from '@lockstep/schema/api';
import { serialiseFlow } from '@lockstep/schema/graph';
import {
  Combine,
  Download,
  FileText,
  Footprints,
  Keyboard,
  LayoutDashboard,
  Link2,
  ListOrdered,
  Map as MapIcon,
  MoreHorizontal,
  Pause,
  Play,
  Search,
  StickyNote,
  Undo2,
  UserCheck,
  Workflow,
} from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCall } from '../../api/index.ts';
import { useEditorActions } from '../../features/canvas/use-editor-actions.ts';
import { useResume } from '../../features/flows/use-resume.ts';
import { useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { IconButton, lazyPart, Menu } from '../../ui/index.ts';

const FlowTextDialog = lazyPart(
  async () => (await import('../../features/flow-text/FlowTextDialog.tsx')).FlowTextDialog,
);
const PauseDialog = lazyPart(async () => (await import('../../features/flows/PauseDialog.tsx')).PauseDialog);

/** What one does with a flow now and then. */
export function MoreMenu() {
  const ui = useEditorUiApi();
  const store = useFlowStoreApi();
  const { tidy, addNote, extract, inline } = useEditorActions();
  const id = useFlowState((state) => state.flow.id);
  const name = useFlowState((state) => state.flow.name);
  const isPaused = useCall(getPause, { params: { flowId: id } }).data?.paused !== undefined;
  const [pausing, setPausing] = useState(false);
  const [reading, setReading] = useState(false);
  const resume = useResume();
  return (
    <>
      <Menu
        trigger={<IconButton label="More" icon={<MoreHorizontal size={16} />} />}
        items={[
          { label: 'Tidy up', icon: <LayoutDashboard size={14} />, shortcut: 'Shift Alt T', onSelect: () => tidy() },
          {
            label: 'Straighten, keep my order',
            icon: <LayoutDashboard size={14} />,
            onSelect: () => tidy({ keepOrder: true }),
          },
          { label: 'Add a note', icon: <StickyNote size={14} />, shortcut: 'Shift S', onSelect: addNote },
          { label: 'Extract to a sub-flow', icon: <Workflow size={14} />, shortcut: 'Alt X', onSelect: extract },
          { label: 'Put the called flow here', icon: <Combine size={14} />, shortcut: 'Shift Alt X', onSelect: inline },
          {
            label: 'Overview map',
            icon: <MapIcon size={14} />,
            onSelect: () => ui.setState({ miniMap: !ui.getState().miniMap }),
          },
          {
            label: 'Find and replace',
            icon: <Search size={14} />,
            shortcut: 'Ctrl F',
            onSelect: () => ui.setState(({ finding = 0 }) => ({ finding: finding + 1 })),
          },
          {
            label: 'History of changes',
            icon: <Undo2 size={14} />,
            shortcut: 'Alt H',
            onSelect: () => ui.setState({ panel: 'history', viewing: undefined }),
          },
          {
            label: 'Lanes',
            icon: <ListOrdered size={14} />,
            onSelect: () => ui.setState({ panel: 'lanes', viewing: undefined }),
          },
          {
            label: 'Bindings',
            icon: <Link2 size={14} />,
            onSelect: () => ui.setState({ panel: 'bindings', viewing: undefined }),
          },
          {
            label: 'Review',
            icon: <UserCheck size={14} />,
            onSelect: () => ui.setState({ panel: 'review', viewing: undefined }),
          },
          'separator',
          isPaused
            ? { label: 'Resume flow', icon: <Play size={14} />, onSelect: () => void resume({ id, name }) }
            : { label: 'Pause flow…', icon: <Pause size={14} />, onSelect: () => setPausing(true) },
          { label: 'Read as text', icon: <FileText size={14} />, onSelect: () => setReading(true) },
          {
            label: 'Export JSON',
            icon: <Download size={14} />,
            onSelect: () => {
              const { flow } = store.getState();
              download(`${flow.id}.flow.json`, serialiseFlow(flow));
            },
          },
          {
            label: 'First steps',
            icon: <Footprints size={14} />,
            onSelect: () => ui.setState({ tour: true, mode: 'design' }),
          },
          {
            label: 'Keyboard',
            icon: <Keyboard size={14} />,
            shortcut: '?',
            onSelect: () => ui.setState({ dialog: 'shortcuts' }),
          },
        ]}
      />
      {reading && (
        <Suspense>
          <FlowTextDialog onClose={() => setReading(false)} />
        </Suspense>
      )}
      {pausing && (
        <Suspense>
          <PauseDialog flow={{ id, name }} onClose={() => setPausing(false)} />
        </Suspense>
      )}
    </>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
