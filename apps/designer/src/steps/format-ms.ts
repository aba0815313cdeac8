/** A duration for a person: `840 ms`, `12 s`, `2.5 min`, `3 h`, `14 d`. */
export function formatMs(ms: number): string {
  const short = (value: number) => String(Math.round(value * 10) / 10);
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${short(ms / 1_000)} s`;
  if (ms < 3_600_000) return `${short(ms / 60_000)} min`;
  if (ms < 172_800_000) return `${short(ms / 3_600_000)} h`;
  return `${short(ms / 86_400_000)} d`;
}
