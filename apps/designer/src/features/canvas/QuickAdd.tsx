import { catalogue } from '@lockstep/nodes/catalogue';
import type { NodeDefinition } from '@lockstep/schema/node';
import clsx from 'clsx';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { StepIcon } from '../../steps/StepIcon.tsx';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { Kbd } from '../../ui/index.ts';
import { flatPalette, paletteGroups } from './model/palette.ts';
import { useEditorActions } from './use-editor-actions.ts';

const WIDTH = 320;
const HEIGHT = 380;

/** The quick way to a step: type a few letters, Enter. Opens at the pointer, a port or an edge. */
export function QuickAdd() {
  const request = useEditorUi((ui) => ui.quickAdd);
  return request === undefined ? null : <QuickAddPopup key={`${request.at.x} ${request.at.y}`} />;
}

function QuickAddPopup() {
  const ui = useEditorUiApi();
  const request = useEditorUi((state) => state.quickAdd);
  const { add } = useEditorActions();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const stepsOnly = request?.target.kind === 'place' ? undefined : 'step';
  const options = useMemo(() => flatPalette(paletteGroups(catalogue, search, stepsOnly), search), [search, stepsOnly]);
  const close = () => ui.setState({ quickAdd: undefined });

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) ui.setState({ quickAdd: undefined });
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, [ui]);
  useEffect(() => {
    box.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  if (request === undefined) return null;
  const { at, target } = request;
  const left = Math.max(8, Math.min(at.x + 4, innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(at.y - 20, innerHeight - HEIGHT - 8));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && options[active] !== undefined) add(options[active].type, target);
    else if (event.key === 'ArrowDown') setActive((index) => Math.min(index + 1, options.length - 1));
    else if (event.key === 'ArrowUp') setActive((index) => Math.max(index - 1, 0));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={box}
      role="dialog"
      aria-label="Add a step"
      data-testid="quick-add"
      className="pop fixed z-40 flex flex-col overflow-hidden rounded-xl bg-raised shadow-pop"
      style={{ left, top, width: WIDTH, maxHeight: HEIGHT }}
    >
      <div className="relative border-b">
        <Search size={15} aria-hidden="true" className="absolute top-3 left-3 text-faint" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the popup exists to be typed into
          autoFocus
          role="combobox"
          aria-label="Search steps"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={options[active] === undefined ? undefined : `${listId}-${active}`}
          placeholder="Add a step…"
          className="h-10 w-full bg-transparent pr-3 pl-9 text-base outline-none"
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={listId} role="listbox" aria-label="Step types" className="min-h-0 flex-1 overflow-y-auto p-1">
        {options.length === 0 && <p className="px-3 py-6 text-center text-muted text-sm">No step is called that.</p>}
        {options.map((definition, index) => (
          <Option
            key={definition.type}
            id={`${listId}-${index}`}
            index={index}
            definition={definition}
            active={index === active}
            onPoint={() => setActive(index)}
            onPick={() => add(definition.type, target)}
          />
        ))}
      </div>
      <div className="flex items-center gap-3 border-t px-3 py-1.5 text-muted text-xs">
        <span>
          <Kbd>Enter</Kbd> add
        </span>
        <span>
          <Kbd>Esc</Kbd> close
        </span>
      </div>
    </div>
  );
}

interface OptionProps {
  readonly id: string;
  readonly index: number;
  readonly definition: NodeDefinition;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onPick: () => void;
}

function Option({ id, index, definition, active, onPoint, onPick }: OptionProps) {
  const { type, ui } = definition;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled where the focus is, in the search box
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      data-index={index}
      data-testid={`quick-add:${type}`}
      onPointerMove={onPoint}
      onClick={onPick}
      className={clsx('flex cursor-pointer items-center gap-2.5 rounded-lg px-2 py-1.5', active && 'bg-hover')}
    >
      <StepIcon definition={definition} size="sm" />
      <span className="min-w-0">
        <span className="block truncate font-medium text-sm">
          {ui.label}
          {ui.system !== undefined && <span className="ml-1.5 font-normal text-muted">{ui.system}</span>}
        </span>
        <span className="block truncate text-muted text-xs">{ui.description}</span>
      </span>
    </div>
  );
}
