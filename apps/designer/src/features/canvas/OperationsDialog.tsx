import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { Button, Checkbox, Dialog, SearchInput } from '../../ui/index.ts';
import { matchingOperations } from './model/foreign/matching.ts';

const NOTHING: ReadonlySet<number> = new Set();

/** Which operations of a pasted interface become steps: searched, checked by pointer or arrows and Space, all of those found at once. */
export function OperationsDialog() {
  const open = useEditorUi((state) => state.dialog === 'operations');
  return open ? <OpenDialog /> : null;
}

function OpenDialog() {
  const ui = useEditorUiApi();
  const offered = useEditorUi((state) => state.operations);
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState(NOTHING);
  const operations = offered?.operations ?? [];
  const title = offered?.title === undefined ? 'The document' : `“${offered.title}”`;
  const found = matchingOperations(operations, search);
  const checked = found.filter((index) => chosen.has(index)).length;
  const answer = (indexes: readonly number[]) => {
    offered?.choose(indexes);
    ui.setState({ dialog: undefined, operations: undefined });
  };
  const check = (indexes: readonly number[], on: boolean) => {
    const others = [...chosen].filter((index) => !indexes.includes(index));
    setChosen(new Set(on ? [...others, ...indexes] : others));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.size > 0) answer([...chosen]);
  };
  const paste = chosen.size === 1 ? 'Paste 1 step' : `Paste ${chosen.size} steps`;
  return (
    <Dialog
      open
      onClose={() => answer([])}
      size="lg"
      title="Choose operations"
      description={`${title} describes ${operations.length} operations. Those you check become steps.`}
      footer={
        <>
          <p role="status" className="mr-auto text-muted text-sm">
            {chosen.size} of {operations.length} checked
          </p>
          <Button onClick={() => answer([])}>Cancel</Button>
          <Button kind="primary" type="submit" form="operations" disabled={chosen.size === 0}>
            {paste}
          </Button>
        </>
      }
    >
      <form id="operations" onSubmit={submit} onKeyDown={walk}>
        <SearchInput label="Search by path, method, name or tag" value={search} onChange={setSearch} />
        <div className="flex items-center gap-2.5 border-b px-2 py-2">
          <Checkbox
            id="all-operations"
            checked={found.length > 0 && checked === found.length}
            mixed={checked > 0 && checked < found.length}
            disabled={found.length === 0}
            onChange={(on) => check(found, on)}
          />
          <label htmlFor="all-operations" className="text-sm">
            {search.trim() === '' ? `All ${found.length}` : `All ${found.length} found`}
          </label>
        </div>
        {found.length === 0 ? (
          <p className="px-2 py-6 text-center text-muted text-sm">No operation matches.</p>
        ) : (
          <ul aria-label="Operations" className="h-[22rem] overflow-y-auto py-1">
            {found.map((index) => {
              const { method, path, name, tags } = operations[index] ?? NO_OPERATION;
              return (
                <li key={index}>
                  <label className="flex cursor-pointer items-baseline gap-2.5 rounded-md px-2 py-1.5 text-sm hover:bg-hover">
                    <input
                      type="checkbox"
                      className="size-4 shrink-0 translate-y-0.5 accent-accent"
                      checked={chosen.has(index)}
                      onChange={(event) => check([index], event.target.checked)}
                    />
                    <span className="w-14 shrink-0 font-mono text-muted text-xs">{method}</span>
                    <span className="min-w-0 flex-1 break-words">
                      <span className="font-mono text-xs">{path}</span>
                      <span className="block text-muted text-xs">
                        {[name, ...tags].filter((text) => text !== `${method} ${path}`).join(' · ')}
                      </span>
                    </span>
                  </label>
                </li>
              );
            })}
          </ul>
        )}
      </form>
    </Dialog>
  );
}

const NO_OPERATION = { method: '', path: '', name: '', tags: [] } as const;

/** Arrows go from one box to the next; from the search into the list, too. */
function walk(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const fields = [...event.currentTarget.querySelectorAll<HTMLElement>('input[type="search"], li input')];
  const at = fields.indexOf(event.target as HTMLElement);
  if (at === -1) return;
  fields[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  event.preventDefault();
}
