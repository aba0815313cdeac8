import clsx from 'clsx';
import { LayoutTemplate } from 'lucide-react';
import { StepIcon } from '../../steps/StepIcon.tsx';
import type { QuickOption } from './model/quick-options.ts';

export interface QuickAddOptionProps {
  readonly id: string;
  readonly index: number;
  readonly option: QuickOption;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onPick: () => void;
}

/** One line of the quick-add: a type of step, a step with its connection, a template. */
export function QuickAddOption({ id, index, option, active, onPoint, onPick }: QuickAddOptionProps) {
  const { title, aside, line } = wordsOf(option);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled where the focus is, in the search box
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      data-index={index}
      data-testid={`quick-add:${option.key}`}
      onPointerMove={onPoint}
      onClick={onPick}
      className={clsx('flex cursor-pointer items-center gap-2.5 rounded-lg px-2 py-1.5', active && 'bg-hover')}
    >
      {option.kind === 'template' ? (
        <span className="grid size-7 shrink-0 place-items-center rounded-lg bg-sunken text-muted">
          <LayoutTemplate size={15} aria-hidden="true" />
        </span>
      ) : (
        <StepIcon definition={option.definition} size="sm" />
      )}
      <span className="min-w-0">
        <span className="block truncate font-medium text-sm">
          {title}
          {aside !== undefined && <span className="ml-1.5 font-normal text-muted">{aside}</span>}
        </span>
        <span className="block truncate text-muted text-xs">{line}</span>
      </span>
    </div>
  );
}

function wordsOf(option: QuickOption): {
  readonly title: string;
  readonly aside: string | undefined;
  readonly line: string;
} {
  switch (option.kind) {
    case 'type': {
      const { label, system, description } = option.definition.ui;
      return { title: label, aside: system, line: description };
    }
    case 'connection': {
      const { label, description } = option.definition.ui;
      return { title: label, aside: `over ${option.connection.name}`, line: description };
    }
    case 'template': {
      const { name, nodes, settings } = option.template;
      return { title: name, aside: `template, ${nodes.length} steps`, line: settings.description ?? '' };
    }
    default:
      return option satisfies never;
  }
}
