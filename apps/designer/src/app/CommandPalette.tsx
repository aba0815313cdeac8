import { Dialog as Base } from '@base-ui/react/dialog';
import { listFlows } from '@lockstep/schema/api';
import { useNavigate } from '@tanstack/react-router';
import clsx from 'clsx';
import { CornerDownLeft, Search } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { useCall } from '../api/index.ts';
import { type Command, flowHint, rankCommands } from './commands.ts';
import { flowCommands } from './flow-commands.ts';
import { DESTINATIONS } from './navigation.ts';
import { openFlow } from './open-flow.ts';
import { THEMES, useTheme } from './theme.ts';

/** Ctrl-K: type a few letters, go to a screen, a flow or a step of the open one, do something to it, find a run, change the theme. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  return (
    <Base.Root open onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop" />
        <Base.Popup className="fixed top-[14vh] left-1/2 z-40 w-[38rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 overflow-hidden rounded-xl bg-raised shadow-dialog outline-none">
          <Base.Title className="sr-only">Search and commands</Base.Title>
          <Palette onClose={onClose} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function Palette({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const commands = useCommands(typed);
  const chosen = commands[Math.min(active, commands.length - 1)];

  const take = (command: Command): void => {
    onClose();
    command.run();
  };
  const onKey = (event: React.KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive((at) => (at + step + commands.length) % Math.max(commands.length, 1));
    } else if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      take(chosen);
    }
  };
  return (
    <>
      <div className="flex items-center gap-3 border-b px-4">
        <Search size={16} aria-hidden="true" className="text-faint" />
        <input
          role="combobox"
          aria-label="Search and commands"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={chosen === undefined ? undefined : `${listId}-${chosen.id}`}
          aria-autocomplete="list"
          placeholder="Go to a screen or flow, find a run by order number…"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKey}
          className="h-12 flex-1 bg-transparent text-base outline-none"
        />
      </div>
      <div id={listId} role="listbox" aria-label="Results" className="max-h-[50vh] overflow-y-auto p-2">
        {commands.map((command, index) => (
          <CommandRow
            key={command.id}
            id={`${listId}-${command.id}`}
            command={command}
            heading={commands[index - 1]?.group !== command.group}
            active={command === chosen}
            onPoint={() => setActive(index)}
            onTake={() => take(command)}
          />
        ))}
      </div>
    </>
  );
}

interface CommandRowProps {
  readonly id: string;
  readonly command: Command;
  readonly heading: boolean;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onTake: () => void;
}

function CommandRow({ id, command, heading, active, onPoint, onTake }: CommandRowProps) {
  return (
    <>
      {heading && (
        <div role="presentation" className="px-2 pt-2 pb-1 font-medium text-2xs text-muted uppercase tracking-wide">
          {command.group}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keyboard */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox (aria-activedescendant) */}
      <div
        id={id}
        role="option"
        aria-selected={active}
        ref={(row) => {
          if (active) row?.scrollIntoView?.({ block: 'nearest' });
        }}
        onPointerMove={onPoint}
        onClick={onTake}
        className={clsx('flex h-9 cursor-default items-center gap-3 rounded-md px-2', active && 'bg-hover')}
      >
        <span className="truncate font-medium text-sm">{command.label}</span>
        <span className="flex-1 truncate text-muted text-xs">{command.hint}</span>
        {active && <CornerDownLeft size={14} aria-hidden="true" className="text-faint" />}
      </div>
    </>
  );
}

function useCommands(typed: string): readonly Command[] {
  const navigate = useNavigate();
  const setTheme = useTheme(({ setTheme: set }) => set);
  const flows = useCall(listFlows, {}).data?.flows;
  return useMemo(() => {
    const search = typed.trim();
    const open = openFlow.current === undefined ? [] : flowCommands(openFlow.current);
    const fixed: Command[] = [
      ...open.filter(({ group }) => group === 'This flow' || search !== ''),
      ...DESTINATIONS.map(({ to, label, hint }): Command => {
        return { id: `to-${label}`, group: 'Go to', label, hint, run: () => void navigate({ to }) };
      }),
      ...(flows ?? []).map((flow): Command => {
        const run = () => void navigate({ to: '/flows/$flowId', params: { flowId: flow.id } });
        return { id: `flow-${flow.id}`, group: 'Flows', label: flow.name, hint: flowHint(flow), also: flow.id, run };
      }),
      ...THEMES.map((theme): Command => {
        const run = () => setTheme(theme);
        return { id: `theme-${theme}`, group: 'Actions', label: `Use the ${theme} theme`, hint: '', run };
      }),
    ];
    const find: Command = {
      id: 'find-runs',
      group: 'Runs',
      label: `Find runs “${search}”`,
      hint: 'By run id or business key',
      run: () => void navigate({ to: '/runs', search: { search } }),
    };
    return search === '' ? fixed : [...rankCommands(fixed, typed), find];
  }, [typed, flows, navigate, setTheme]);
}
