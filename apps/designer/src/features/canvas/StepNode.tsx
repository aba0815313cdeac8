import { type NodeProps, useStore } from '@xyflow/react';
import clsx from 'clsx';
import { memo } from 'react';
import { UNDO_LOOK } from '../../parts/undo-words.ts';
import { tintFor } from '../../steps/node-icons.ts';
import { STATUS } from '../../ui/index.ts';
import { FULL_FROM, TITLE_FROM } from './model/geometry.ts';
import type { StepCanvasNode } from './model/node-data.ts';
import { OpenPorts } from './OpenPorts.tsx';
import { useOverlay } from './overlay-store.ts';
import { Ports } from './Ports.tsx';
import { Block, FullCard, TitleOnly } from './StepLevels.tsx';
import { ShareBar } from './StepLive.tsx';
import { DiffTag, LaneMark, PinnedTag } from './StepTags.tsx';
import { fillOf, MARK_LOOK, ringOf, shareOf, shareTone, toneOf } from './step-look.ts';

/** One step on the canvas, in three levels of detail. Selects booleans and its own entries only. */
export const StepNode = memo(function StepNode({ data, selected }: NodeProps<StepCanvasNode>) {
  const isFull = useStore((state) => state.transform[2] >= FULL_FROM);
  const hasTitle = useStore((state) => state.transform[2] >= TITLE_FROM);
  const { node, definition, mode } = data;
  const status = useOverlay((overlay) => overlay.steps?.[node.id]?.status);
  const undo = useOverlay((overlay) => overlay.steps?.[node.id]?.undo?.status);
  const inRun = useOverlay((overlay) => overlay.steps !== undefined);
  const share = useOverlay((overlay) => shareOf(overlay.stats?.[node.id]));
  const isOperated = useOverlay((overlay) => overlay.stats !== undefined);
  const isPinned = useOverlay((overlay) => overlay.pinned !== undefined && Object.hasOwn(overlay.pinned, node.id));
  const mark = useOverlay((overlay) => overlay.marks?.nodes[node.id]);
  const isCompared = useOverlay((overlay) => overlay.marks !== undefined);
  const tone = toneOf(status, undo);
  const isIdle = isOperated && share === undefined;
  const isFaded = inRun && (status === undefined || status === 'skipped' || status === 'pending');
  const isOff = node.policy.disabled === true;
  return (
    <div
      data-testid={`node:${node.id}`}
      data-diff={isCompared ? (mark ?? 'same') : undefined}
      className={clsx(
        'step-card relative size-full rounded-[10px] bg-raised text-text',
        tintFor(definition?.ui.group),
        mark === undefined
          ? ringOf({ selected, tone: isOperated ? shareTone(share) : inRun && !isFaded ? tone : undefined })
          : clsx(MARK_LOOK[mark], selected && 'outline-2 outline-accent outline-offset-2'),
        isCompared && mark === undefined && 'opacity-70',
        (isFaded || isIdle) && 'opacity-60',
        isOff && 'border-dashed',
      )}
    >
      {!hasTitle && <Block tone={fillOf({ mark, isOperated, share, tone: inRun || isCompared ? tone : undefined })} />}
      {hasTitle && !isFull && <TitleOnly data={data} />}
      {isFull && <FullCard data={data} mode={mode} />}
      <Ports data={data} isFull={isFull} />
      {isOperated && share !== undefined && <ShareBar share={share} />}
      {isPinned && hasTitle && <PinnedTag large={!isFull} />}
      {mark !== undefined && hasTitle && <DiffTag mark={mark} large={!isFull} />}
      {data.editable && isFull && <OpenPorts data={data} selected={selected} />}
      {definition?.kind === 'trigger' && hasTitle && <LaneMark large={!isFull} />}
      {inRun && (
        <span className="sr-only" data-testid={`step-status:${node.id}`} data-status={status ?? 'pending'}>
          {undo === undefined ? STATUS[status ?? 'pending'].label : UNDO_LOOK[undo].label}
        </span>
      )}
    </div>
  );
});
