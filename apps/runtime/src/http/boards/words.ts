/** A state as people say it: `in_fulfilment` → `In fulfilment`. */
export function wordOf(state: string): string {
  const words = state.replaceAll(/[_-]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What went wrong, in the words of the exceptions screen. */
export const CATEGORY_WORDS: Readonly<Record<string, string>> = {
  validation: 'Contract',
  mapping: 'Mapping',
  auth: 'Sign-in',
  rate: 'Rate limit',
  timeout: 'Time-out',
  business: 'Business rule',
  system: 'System error',
  unknown: 'Unknown outcome',
};

/** How long something has stood, coarsely: "oldest 3 h". */
export function ageOf(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'under 1 min';
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1_440)} d`;
}
