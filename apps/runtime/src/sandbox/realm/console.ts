import { plainText } from './flatten-error.ts';

const MAX_LINES = 100;
const MAX_LINE_CHARS = 500;
/** Of all lines of a run: below 64 KB in any script. */
const MAX_CHARS = 20_000;

let lines: string[] = [];
let chars = 0;
let dropped = 0;

export function clearLogs(): void {
  lines = [];
  chars = 0;
  dropped = 0;
}

/** Lines written since `clearLogs`, at most 101. */
export function takeLogs(): readonly string[] {
  return dropped === 0 ? lines : [...lines, `${dropped} more lines were dropped`];
}

/** A `console` whose lines are kept with the run: few, short and without control characters. */
export function makeConsole(): Readonly<Record<string, (...parts: unknown[]) => void>> {
  const write = (...parts: unknown[]): void => {
    if (lines.length >= MAX_LINES || chars >= MAX_CHARS) {
      dropped += 1;
      return;
    }
    const line = plainText(parts.slice(0, 20).map(shown).join(' '), MAX_LINE_CHARS);
    chars += line.length;
    lines.push(line);
  };
  return { log: write, info: write, warn: write, error: write, debug: write };
}

function shown(part: unknown): string {
  if (typeof part === 'string') return part.slice(0, MAX_LINE_CHARS);
  if (typeof part !== 'object' || part === null || part instanceof Error) return String(part);
  try {
    return JSON.stringify(part) ?? String(part);
  } catch {
    return '[object that cannot be shown]';
  }
}
