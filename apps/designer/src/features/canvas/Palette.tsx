import type { NodeDefinition } from '@lockstep/schema/node';
import { useMemo, useState } from 'react';
import { useWholeCatalogue } from '../../steps/catalogue.ts';
import { StepIcon } from '../../steps/StepIcon.tsx';
import { SearchInput } from '../../ui/index.ts';
import { paletteGroups, STEP_TYPE_MIME } from './model/palette.ts';
import { useEditorActions } from './use-editor-actions.ts';

/** All step types by group: drag one to the canvas, or click to add it behind the selected step. */
export function Palette() {
  const [search, setSearch] = useState('');
  const { add } = useEditorActions();
  const catalogue = useWholeCatalogue();
  const groups = useMemo(() => paletteGroups(catalogue, search), [catalogue, search]);
  const first = groups[0]?.types[0];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="p-3 pb-2">
        <SearchInput
          label="Search steps"
          value={search}
          onChange={setSearch}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && first !== undefined) add(first.type);
          }}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {groups.length === 0 && <p className="px-2 py-6 text-center text-muted text-sm">No step is called that.</p>}
        {groups.map(({ group, types }) => (
          <section key={group} aria-label={group} className="mb-2">
            <h2 className="px-2 pt-1.5 pb-1 font-medium text-faint text-xs">{group}</h2>
            {types.map((definition) => (
              <PaletteItem key={definition.type} definition={definition} onAdd={add} />
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}

function PaletteItem({
  definition,
  onAdd,
}: {
  readonly definition: NodeDefinition;
  readonly onAdd: (type: string) => void;
}) {
  const { type, ui } = definition;
  return (
    <button
      type="button"
      draggable
      title={ui.description}
      data-testid={`palette:${type}`}
      onClick={() => onAdd(type)}
      onDragStart={(event) => {
        event.dataTransfer.setData(STEP_TYPE_MIME, type);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      className="flex w-full cursor-grab items-center gap-2.5 rounded-lg px-2 py-1.5 text-left hover:bg-hover active:cursor-grabbing"
    >
      <StepIcon definition={definition} size="sm" />
      <span className="min-w-0">
        <span className="block truncate font-medium text-sm">{ui.label}</span>
        {ui.system !== undefined && <span className="block truncate text-muted text-xs">{ui.system}</span>}
      </span>
    </button>
  );
}
