import { getVersion } from '@lockstep/schema/api';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { FlowCanvas } from '../../features/canvas/FlowCanvas.tsx';
import { useEditorUiApi } from '../../stores/editor-ui.ts';
import { Button, ErrorState, Time } from '../../ui/index.ts';

/** A published version in the place of the draft: to look at, not to change. */
export function VersionCanvas({ flowId, version }: { readonly flowId: string; readonly version: number }) {
  const ui = useEditorUiApi();
  const [selected, setSelected] = useState<string>();
  const loaded = useCall(getVersion, { params: { flowId, version } }, { staleTime: Number.POSITIVE_INFINITY });
  if (loaded.isError) return <ErrorState title="This version cannot be shown" detail={loaded.error.problem.title} />;
  if (loaded.data === undefined) return null;
  return (
    <div className="relative size-full">
      <FlowCanvas flow={loaded.data.flow} mode="view" selected={selected} onSelect={setSelected} />
      <div className="absolute top-3 left-1/2 flex -translate-x-1/2 items-center gap-3 rounded-xl border bg-raised py-1.5 pr-1.5 pl-3 text-sm">
        <Eye size={15} aria-hidden="true" className="text-muted" />
        <span>
          <strong className="font-medium">Version {version}</strong>
          <span className="text-muted">
            , published <Time at={loaded.data.publishedAt} />, read only
          </span>
        </span>
        <Button size="sm" onClick={() => ui.setState({ viewing: undefined })}>
          Back to draft
        </Button>
      </div>
    </div>
  );
}
