import type { FlowSummary } from '@lockstep/schema/api';

/** One line of the command palette. */
export interface Command {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly group: 'This flow' | 'Steps' | 'Go to' | 'Flows' | 'Runs' | 'Actions';
  /** Found by this too, which is not shown: an id. */
  readonly also?: string;
  readonly run: () => void;
}

/** The commands that answer what was typed, best first: beginning of the label, of a word, anywhere, in the hint. */
export function rankCommands(commands: readonly Command[], typed: string): readonly Command[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return commands;
  return commands
    .map((command) => ({ command, rank: rankOf(command, wanted) }))
    .filter(({ rank }) => rank < NOT_FOUND)
    .sort((a, b) => a.rank - b.rank)
    .map(({ command }) => command);
}

const NOT_FOUND = 9;

function rankOf({ label, hint, also = '' }: Command, wanted: string): number {
  const text = label.toLowerCase();
  if (text.startsWith(wanted)) return 0;
  if (text.includes(` ${wanted}`)) return 1;
  if (text.includes(wanted)) return 2;
  return hint.toLowerCase().includes(wanted) || also.includes(wanted) ? 3 : NOT_FOUND;
}

/** What a flow's line says below its name. */
export function flowHint({ publishedVersion, changed }: FlowSummary): string {
  if (publishedVersion === undefined) return 'Draft';
  return changed ? `Version ${publishedVersion}, changed since` : `Version ${publishedVersion}`;
}
