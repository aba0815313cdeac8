import { LayoutColour } from '@lockstep/schema/graph';
import clsx from 'clsx';
import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
  Group,
  LayoutDashboard,
  SlidersHorizontal,
  Trash2,
  Ungroup,
  Workflow,
} from 'lucide-react';
import { Suspense, useState } from 'react';
import { catalogue } from '../../steps/catalogue.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { IconButton, lazyPart } from '../../ui/index.ts';
import { HUE_CLASS } from './hues.ts';
import type { Alignment } from './model/align.ts';
import { unitsOf } from './model/group-edits.ts';
import { groupOf } from './model/groups.ts';
import { policySteps } from './model/policies.ts';
import { useEditorActions } from './use-editor-actions.ts';

const PolicyDialog = lazyPart(async () => (await import('./PolicyDialog.tsx')).PolicyDialog);

const ALIGN: readonly { readonly to: Alignment; readonly label: string; readonly icon: React.ReactNode }[] = [
  { to: 'left', label: 'Align left edges', icon: <AlignStartVertical size={15} /> },
  { to: 'centre', label: 'Align centres', icon: <AlignCenterVertical size={15} /> },
  { to: 'right', label: 'Align right edges', icon: <AlignEndVertical size={15} /> },
  { to: 'top', label: 'Align upper edges', icon: <AlignStartHorizontal size={15} /> },
  { to: 'middle', label: 'Align middles', icon: <AlignCenterHorizontal size={15} /> },
  { to: 'bottom', label: 'Align lower edges', icon: <AlignEndHorizontal size={15} /> },
];

/** What can be done to several steps at once, and to notes and groups: above the canvas while they are selected. */
export function SelectionBar({ below }: { readonly below: boolean }) {
  const actions = useEditorActions();
  const flow = useFlowState((state) => state.flow);
  const { nodes, notes } = useFlowState((state) => state.selection);
  const [policies, setPolicies] = useState(false);
  const several = nodes.length > 1;
  const { groups } = unitsOf(flow, nodes);
  const isGrouped = nodes.some((id) => groupOf(flow, id) !== undefined);
  const canColour = notes.length > 0 || groups.length > 0;
  if (!several && !canColour) return null;
  const withPolicy = several ? policySteps(flow, nodes, catalogue).length : 0;
  return (
    <div
      className={clsx('pointer-events-none absolute inset-x-3 z-10 flex justify-center', below ? 'top-16' : 'top-3')}
    >
      <div
        role="toolbar"
        aria-label="Selection"
        data-testid="selection-bar"
        className="pointer-events-auto flex max-w-full flex-wrap items-center gap-0.5 rounded-xl border bg-raised p-1 shadow-pop"
      >
        {several && (
          <>
            <span className="tabular px-2 text-muted text-xs">{nodes.length} steps</span>
            {ALIGN.map(({ to, label, icon }) => (
              <IconButton key={to} size="sm" label={label} icon={icon} onClick={() => actions.align(to)} />
            ))}
            {nodes.length > 2 && (
              <>
                <IconButton
                  size="sm"
                  label="Equal gaps across"
                  icon={<AlignHorizontalSpaceBetween size={15} />}
                  onClick={() => actions.distribute('across')}
                />
                <IconButton
                  size="sm"
                  label="Equal gaps down"
                  icon={<AlignVerticalSpaceBetween size={15} />}
                  onClick={() => actions.distribute('down')}
                />
              </>
            )}
            <IconButton
              size="sm"
              label="Tidy up the selection"
              shortcut="Shift Alt T"
              icon={<LayoutDashboard size={15} />}
              onClick={() => actions.tidy()}
            />
            <Line />
            <IconButton size="sm" label="Group" shortcut="Ctrl G" icon={<Group size={15} />} onClick={actions.group} />
            <IconButton
              size="sm"
              label="Extract to a sub-flow"
              shortcut="Alt X"
              icon={<Workflow size={15} />}
              onClick={actions.extract}
            />
            {withPolicy > 1 && (
              <IconButton
                size="sm"
                label={`Reliability of ${withPolicy} steps`}
                icon={<SlidersHorizontal size={15} />}
                onClick={() => setPolicies(true)}
              />
            )}
          </>
        )}
        {isGrouped && (
          <IconButton
            size="sm"
            label="Ungroup"
            shortcut="Ctrl Shift G"
            icon={<Ungroup size={15} />}
            onClick={actions.ungroup}
          />
        )}
        {canColour && (
          <>
            {several && <Line />}
            {LayoutColour.options.map((colour) => (
              <button
                key={colour}
                type="button"
                aria-label={`Colour: ${colour}`}
                title={`Colour: ${colour}`}
                className={clsx('grid size-7 place-items-center rounded-md hover:bg-hover', HUE_CLASS[colour])}
                onClick={() => actions.colour(colour)}
              >
                <span aria-hidden="true" className="size-3.5 rounded-full border border-(--hue) bg-(--hue-soft)" />
              </button>
            ))}
          </>
        )}
        <Line />
        <IconButton
          size="sm"
          label="Delete what is selected"
          shortcut="Del"
          icon={<Trash2 size={15} />}
          onClick={() => actions.removeSelected(false)}
        />
      </div>
      {policies && (
        <Suspense>
          <PolicyDialog onClose={() => setPolicies(false)} />
        </Suspense>
      )}
    </div>
  );
}

function Line() {
  return <span aria-hidden="true" className="mx-1 h-5 w-px bg-line" />;
}
