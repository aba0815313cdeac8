import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';

export interface CheckboxProps {
  readonly label?: string;
  readonly id?: string;
  readonly checked: boolean;
  /** Some of what it stands for is chosen. */
  readonly mixed?: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

export function Checkbox({ label, id, checked, mixed = false, onChange, disabled = false }: CheckboxProps) {
  return (
    <Base.Root
      {...(id === undefined ? {} : { id })}
      aria-label={label}
      checked={checked}
      indeterminate={mixed}
      disabled={disabled}
      onCheckedChange={onChange}
      className="relative grid size-4 shrink-0 touch:after:absolute touch:after:-inset-3.5 cursor-pointer place-items-center rounded border border-faint bg-surface data-checked:border-accent data-indeterminate:border-accent data-checked:bg-accent data-indeterminate:bg-accent disabled:opacity-50"
    >
      <Base.Indicator className="text-white">
        {mixed ? <Minus size={12} strokeWidth={3} /> : <Check size={12} strokeWidth={3} />}
      </Base.Indicator>
    </Base.Root>
  );
}
