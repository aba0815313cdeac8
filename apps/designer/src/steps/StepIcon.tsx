import type { NodeDefinition } from '@lockstep/schema/node';
import clsx from 'clsx';
import { iconFor, tintFor } from './node-icons.ts';
import './steps.css';

export interface StepIconProps {
  readonly definition: Pick<NodeDefinition, 'ui'> | undefined;
  readonly size?: 'sm' | 'md';
  readonly className?: string;
}

/** The tile that says what kind of step this is, the same in the palette, on the card and in the inspector. */
export function StepIcon({ definition, size = 'md', className }: StepIconProps) {
  const Icon = iconFor(definition?.ui.icon);
  return (
    <span
      className={clsx(
        'step-tile grid shrink-0 place-items-center',
        size === 'md' ? 'size-8 rounded-lg' : 'size-7 rounded-md',
        tintFor(definition?.ui.group),
        className,
      )}
    >
      <Icon size={size === 'md' ? 17 : 15} aria-hidden="true" />
    </span>
  );
}
