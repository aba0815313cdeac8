import { Slider as Base } from '@base-ui/react/slider';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min?: number;
  readonly max: number;
  readonly step?: number;
  /** The value in words: `20 %`. */
  readonly format: (value: number) => string;
  readonly onChange: (value: number) => void;
  readonly disabled?: boolean;
}

/** A number on a scale, with its name and value above. */
export function Slider({ label, value, min = 0, max, step = 1, format, onChange, disabled = false }: SliderProps) {
  return (
    <Base.Root
      value={value}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onValueChange={(next) => onChange(typeof next === 'number' ? next : (next[0] ?? min))}
      className="flex flex-col gap-1 data-disabled:opacity-50"
    >
      <div className="flex justify-between text-xs">
        <Base.Label className="font-medium">{label}</Base.Label>
        <span className="tabular text-muted">{format(value)}</span>
      </div>
      <Base.Control className="flex h-5 touch:h-11 touch-none select-none items-center">
        <Base.Track className="h-1 w-full rounded-full bg-pressed">
          <Base.Indicator className="rounded-full bg-accent" />
          <Base.Thumb
            getAriaValueText={(_text, number) => format(number)}
            className="size-3.5 rounded-full border-2 border-accent bg-raised has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-1"
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
