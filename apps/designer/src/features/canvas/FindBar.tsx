import clsx from 'clsx';
import { CaseSensitive, ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { Button, IconButton, Input, toast } from '../../ui/index.ts';
import { findIn, type Match, replaceMatches } from './model/find.ts';
import { groupsOf, membersOf } from './model/groups.ts';
import { useEditorActions } from './use-editor-actions.ts';

/** Finds and replaces in everything a flow says: Ctrl F. */
export function FindBar() {
  const finding = useEditorUi((ui) => ui.finding);
  return finding === undefined ? null : <OpenBar seq={finding} />;
}

function OpenBar({ seq }: { readonly seq: number }) {
  const ui = useEditorUiApi();
  const store = useFlowStoreApi();
  const { pick } = useEditorActions();
  const flow = useFlowState((state) => state.flow);
  const [query, setQuery] = useState('');
  const [replacement, setReplacement] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const [index, setIndex] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const matches = useMemo(() => findIn(flow, query, { matchCase }), [flow, query, matchCase]);
  const at = matches.length === 0 ? 0 : Math.min(index, matches.length - 1);
  const current = matches[at];

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again, the field takes the focus again
  useEffect(() => field.current?.select(), [seq]);

  const close = () => ui.setState({ finding: undefined });
  const show = (match: Match | undefined) => {
    if (match === undefined) return;
    const { place } = match;
    if (place.kind === 'name' || place.kind === 'param') pick([place.node]);
    else if (place.kind === 'note') store.getState().select({ notes: [place.note] });
    else if (place.kind === 'group')
      pick(groupsOf(flow).flatMap((one) => (one.id === place.group ? membersOf(flow, one) : [])));
    else store.getState().select({});
  };
  const go = (by: number) => {
    if (matches.length === 0) return;
    const next = (at + by + matches.length) % matches.length;
    setIndex(next);
    show(matches[next]);
  };
  const search = (text: string, withCase: boolean) => {
    setQuery(text);
    setMatchCase(withCase);
    setIndex(0);
    show(findIn(flow, text, { matchCase: withCase })[0]);
  };
  const replace = (which: readonly Match[]) => {
    const { edit, replaced, left } = replaceMatches(flow, which, replacement);
    if (edit !== undefined) store.getState().edit(edit);
    if (left > 0) toast({ title: 'A name needs a letter, and at most 120', detail: `${left} left as they were.` });
    if (which.length > 1 && replaced > 0) toast({ kind: 'ok', title: `${replaced} replaced, as one step of undo` });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' || event.key === 'F3') go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search
      aria-label="Find in the flow"
      data-testid="find-bar"
      className="absolute top-3 right-3 z-20 flex w-88 max-w-[calc(100%-24px)] flex-col gap-1.5 rounded-xl border bg-raised p-2 shadow-pop"
    >
      <div className="flex items-center gap-1">
        <Input
          ref={field}
          autoFocus
          aria-label="Find"
          placeholder="Find in names, settings, scripts, notes"
          className="h-7! min-w-0 flex-1"
          value={query}
          onChange={(event) => search(event.target.value, matchCase)}
          onKeyDown={onKeyDown}
        />
        <IconButton
          size="sm"
          label="Match case"
          aria-pressed={matchCase}
          kind={matchCase ? 'secondary' : 'quiet'}
          icon={<CaseSensitive size={15} />}
          onClick={() => search(query, !matchCase)}
        />
        <IconButton
          size="sm"
          label="Previous"
          shortcut="Shift F3"
          icon={<ChevronUp size={15} />}
          onClick={() => go(-1)}
        />
        <IconButton size="sm" label="Next" shortcut="F3" icon={<ChevronDown size={15} />} onClick={() => go(1)} />
        <IconButton size="sm" label="Close" shortcut="Esc" icon={<X size={15} />} onClick={close} />
      </div>
      <div className="flex items-center gap-1">
        <Input
          aria-label="Replace by"
          placeholder="Replace by"
          className="h-7! min-w-0 flex-1"
          value={replacement}
          onChange={(event) => setReplacement(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
            else if (event.key === 'Enter' && current !== undefined) replace([current]);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <Button size="sm" disabled={current === undefined} onClick={() => current && replace([current])}>
          Replace
        </Button>
        <Button size="sm" aria-label="Replace all" disabled={matches.length === 0} onClick={() => replace(matches)}>
          All
        </Button>
      </div>
      <p role="status" className="flex min-w-0 items-baseline gap-2 px-1 text-xs">
        <span className="tabular shrink-0 text-muted">
          {query === '' ? 'Type to find' : matches.length === 0 ? 'Nothing found' : `${at + 1} of ${matches.length}`}
        </span>
        {current !== undefined && <Snippet match={current} name={placeName(current, flow.nodes)} />}
      </p>
    </search>
  );
}

/** Letters of the text before a match. */
const BEFORE = 16;
const AFTER = 40;

function Snippet({ match: { text, from, to }, name }: { readonly match: Match; readonly name: string }) {
  const start = Math.max(0, from - BEFORE);
  return (
    <span className={clsx('min-w-0 flex-1 truncate')} title={name}>
      <span className="text-muted">{name}: </span>
      {start > 0 && '…'}
      {text.slice(start, from)}
      <mark className="rounded-sm bg-waiting-soft text-text">{text.slice(from, to)}</mark>
      {text.slice(to, to + AFTER)}
    </span>
  );
}

function placeName({ place }: Match, nodes: readonly { readonly id: string; readonly name: string }[]): string {
  const named = (id: string) => nodes.find((node) => node.id === id)?.name ?? id;
  switch (place.kind) {
    case 'name':
      return 'Name';
    case 'param':
      return `${named(place.node)}, ${place.path.join('.')}`;
    case 'note':
      return 'Note';
    case 'group':
      return 'Group';
    case 'description':
      return 'Description';
    default:
      return place satisfies never;
  }
}
