export interface ProgressProps {
  /** What is counted, for screen readers. */
  readonly label: string;
  readonly value: number;
  readonly max: number;
}

/** How much of something is done, as a thin bar. */
export function Progress({ label, value, max }: ProgressProps) {
  return (
    <progress
      aria-label={label}
      value={value}
      max={Math.max(1, max)}
      className="mt-1.5 block h-1.5 w-full appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
    />
  );
}
