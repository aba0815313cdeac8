import { getVersion } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { GitCompareArrows, RotateCcw, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { Button, buttonClass, toast } from '../../ui/index.ts';
import { ChangeList } from './ChangeList.tsx';
import { RollBackDialog } from './RollBackDialog.tsx';
import { restoreEdit } from './restore-edit.ts';

/** What can be done with a version that is looked at: into the draft, live again, side by side with the draft. */
export function VersionDetail({ flowId, version }: { readonly flowId: string; readonly version: number }) {
  const ui = useEditorUiApi();
  const store = useFlowStoreApi();
  const draft = useFlowState((state) => state.flow);
  const live = useFlowState((state) => state.published?.version);
  const editable = useFlowState((state) => state.editable);
  const [rollingBack, setRollingBack] = useState(false);
  const loaded = useCall(getVersion, { params: { flowId, version } }, { staleTime: Number.POSITIVE_INFINITY });
  if (loaded.data === undefined) return <p className="px-4 pb-3 text-muted text-xs">Loading…</p>;
  const { flow } = loaded.data;
  const isLive = version === live;
  const restore = () => {
    const label = isLive ? 'discard the draft’s changes' : `restore version ${version}`;
    store.getState().edit(restoreEdit(store.getState().flow, flow, label));
    ui.setState({ viewing: undefined });
    toast({ kind: 'ok', title: `Version ${version} is the draft now`, detail: 'Ctrl Z brings the other one back.' });
  };
  return (
    <div className="flex flex-col gap-3 px-4 pb-4">
      <div className="flex flex-wrap gap-2">
        <Button size="sm" icon={<RotateCcw size={13} />} disabled={!editable} onClick={restore}>
          {isLive ? 'Discard the draft’s changes' : 'Restore into the draft'}
        </Button>
        {!isLive && live !== undefined && (
          <Button size="sm" icon={<Undo2 size={13} />} onClick={() => setRollingBack(true)}>
            Roll back to it…
          </Button>
        )}
        <Link
          to="/flows/$flowId/diff"
          params={{ flowId }}
          search={{ from: String(version), to: 'draft' }}
          className={buttonClass('secondary', 'sm')}
        >
          <GitCompareArrows size={13} aria-hidden="true" /> Compare on the canvas
        </Link>
      </div>
      <div>
        <h3 className="mb-1.5 font-medium text-xs">From this version to the draft</h3>
        <ChangeList before={flow} after={draft} none="The draft is the same as this version." />
      </div>
      {rollingBack && live !== undefined && (
        <RollBackDialog flow={flow} version={version} live={live} onClose={() => setRollingBack(false)} />
      )}
    </div>
  );
}
