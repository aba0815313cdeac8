import { ArrowLeft, Braces, Sparkles } from 'lucide-react';
import { contractOptions } from '../../parts/contract-options.ts';
import { Button, IconButton, Select } from '../../ui/index.ts';
import { CoverageBar } from './CoverageBar.tsx';
import type { MapWork } from './use-map.ts';

export interface MapBarProps {
  readonly work: MapWork;
  readonly showsCode: boolean;
  readonly onToggleCode: () => void;
  /** Only open fields of the target are shown. */
  readonly onlyOpen: boolean;
  readonly onOnlyOpen: () => void;
  readonly onClose: () => void;
}

/** What goes in and out of a map, how much of it is mapped, and what can be done with all of it. */
export function MapBar({ work, showsCode, onToggleCode, onlyOpen, onOnlyOpen, onClose }: MapBarProps) {
  const options = contractOptions(work.contracts);
  const choice = (side: 'source' | 'target', ref: string) => (
    <Select
      label={side === 'source' ? 'What comes in' : 'What goes out'}
      prefix={side === 'source' ? 'From' : 'To'}
      value={ref}
      options={options}
      placeholder="a contract…"
      disabled={!work.editable}
      onChange={(value) => work.choose(side, value)}
      className="w-52 min-w-0 shrink"
    />
  );
  const count = work.suggestions.length;
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b px-2">
      <IconButton label="Back to the flow" icon={<ArrowLeft size={16} />} onClick={onClose} />
      <h2 className="min-w-16 max-w-56 shrink truncate font-semibold text-base">{work.node.name}</h2>
      {choice('source', work.sourceRef)}
      {choice('target', work.targetRef)}
      <div className="flex-1" />
      {count > 0 && work.editable && !work.isStale && (
        <Button
          size="sm"
          icon={<Sparkles size={13} />}
          onClick={() => work.drawAll(work.suggestions)}
          title="Fields with the same name or meaning; dotted in the picture"
        >
          Map {count} suggested
        </Button>
      )}
      <CoverageBar coverage={work.coverage} isFiltered={onlyOpen} onFilter={onOnlyOpen} />
      <IconButton
        label={showsCode ? 'Hide the TypeScript' : 'Show the TypeScript'}
        aria-pressed={showsCode}
        kind={showsCode ? 'secondary' : 'quiet'}
        icon={<Braces size={16} />}
        onClick={onToggleCode}
      />
    </header>
  );
}
