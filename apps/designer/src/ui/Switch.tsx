import { Switch as Base } from '@base-ui/react/switch';

export interface SwitchProps {
  /** Name for screen readers; absent when a label points at `id`. */
  readonly label?: string;
  readonly id?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

/** On or off, at once. */
export function Switch({ label, id, checked, onChange, disabled = false }: SwitchProps) {
  return (
    <Base.Root
      {...(id === undefined ? {} : { id })}
      aria-label={label}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onChange}
      className="relative flex h-[18px] w-8 shrink-0 touch:after:absolute touch:after:-inset-x-1.5 touch:after:-inset-y-3.5 items-center rounded-full bg-line-strong p-0.5 transition-colors data-checked:bg-accent disabled:opacity-50"
    >
      <Base.Thumb className="size-3.5 rounded-full bg-white transition-transform data-checked:translate-x-3.5" />
    </Base.Root>
  );
}
