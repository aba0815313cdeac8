import { listConnections } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import type { NodeDefinition } from '@lockstep/schema/node';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useCall } from '../../api/index.ts';
import { useLoadedCatalogue } from '../../steps/catalogue.ts';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { Kbd, SkeletonRows } from '../../ui/index.ts';
import { type QuickOption, quickOptions } from './model/quick-options.ts';
import { mayReplace } from './model/replace.ts';
import { QuickAddOption } from './QuickAddOption.tsx';
import { useEditorActions } from './use-editor-actions.ts';

const WIDTH = 320;
const HEIGHT = 380;
const NO_CONNECTIONS = [] as const;
const NO_OPTIONS: readonly QuickOption[] = [];
const NO_TEMPLATES: readonly Flow[] = [];

/** The quick way to a step: type a few letters, Enter. Opens at the pointer, a port or an edge. */
export function QuickAdd() {
  const request = useEditorUi((ui) => ui.quickAdd);
  return request === undefined ? null : <QuickAddPopup key={`${request.at.x} ${request.at.y}`} />;
}

function QuickAddPopup() {
  const catalogue = useLoadedCatalogue();
  const ui = useEditorUiApi();
  const request = useEditorUi((state) => state.quickAdd);
  const { add, addTemplate } = useEditorActions();
  const replaced = useFlowState((state) => {
    const target = request?.target;
    return target?.kind === 'replace' ? state.flow.nodes.find(({ id }) => id === target.node) : undefined;
  });
  const store = useFlowStoreApi();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  /** Enter came before the steps were here: the best of them is taken once they are. */
  const [hasty, setHasty] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const kind = request?.target.kind;
  const templates = useTemplates(kind === 'place' || kind === 'port');
  const connections = useCall(listConnections, {}, { staleTime: 30_000 }).data?.connections ?? NO_CONNECTIONS;
  const options = useMemo(() => {
    if (catalogue === undefined) return NO_OPTIONS;
    const { flow } = store.getState();
    const fits = (definition: NodeDefinition) => {
      if (replaced !== undefined) return mayReplace(flow, replaced, definition, catalogue);
      return kind === 'place' || definition.kind === 'step';
    };
    return quickOptions({ catalogue, search, connections, templates, fits });
  }, [catalogue, search, connections, templates, kind, replaced, store]);
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

  const target = request?.target;
  const choose = useCallback(
    (option: QuickOption) => {
      if (target === undefined) return;
      if (option.kind === 'template') addTemplate(option.template, target);
      else add(option.definition.type, target, option.kind === 'connection' ? option.params : undefined);
    },
    [add, addTemplate, target],
  );
  useEffect(() => {
    if (!hasty || catalogue === undefined) return;
    setHasty(false);
    if (options[0] !== undefined) choose(options[0]);
  }, [hasty, catalogue, options, choose]);

  if (request === undefined) return null;
  const { at } = request;
  const left = Math.max(8, Math.min(at.x + 4, innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(at.y - 20, innerHeight - HEIGHT - 8));
  const title = replaced === undefined ? 'Add a step' : `Replace “${replaced.name}”`;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && catalogue === undefined) setHasty(true);
    else if (event.key === 'Enter' && options[active] !== undefined) choose(options[active]);
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
      aria-label={title}
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
          placeholder={replaced === undefined ? 'Add a step, a template, a connection…' : title}
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
        {catalogue === undefined && <SkeletonRows label="Loading the steps" />}
        {catalogue !== undefined && options.length === 0 && (
          <p className="px-3 py-6 text-center text-muted text-sm">No step is called that.</p>
        )}
        {options.map((option, index) => (
          <QuickAddOption
            key={option.key}
            id={`${listId}-${index}`}
            index={index}
            option={option}
            active={index === active}
            onPoint={() => setActive(index)}
            onPick={() => choose(option)}
          />
        ))}
      </div>
      <div className="flex items-center gap-3 border-t px-3 py-1.5 text-muted text-xs">
        <span>
          <Kbd>Enter</Kbd> {replaced === undefined ? 'add' : 'replace'}
        </span>
        <span>
          <Kbd>Esc</Kbd> close
        </span>
      </div>
    </div>
  );
}

/** Flows to begin with; fetched when the quick-add first opens, for they are large. */
function useTemplates(wanted: boolean): readonly Flow[] {
  const [templates, setTemplates] = useState<readonly Flow[]>(NO_TEMPLATES);
  useEffect(() => {
    if (!wanted) return;
    let isHere = true;
    import('@lockstep/nodes/samples')
      .then(({ samples }) => {
        if (isHere) setTemplates(samples);
      })
      .catch(() => {}); // without them the steps are there all the same
    return () => {
      isHere = false;
    };
  }, [wanted]);
  return wanted ? templates : NO_TEMPLATES;
}
