import { FLOW_FORMAT, Flow } from './flow.ts';
import type { Issue } from './issue.ts';

/** One step from a format to the next, named after what it does. */
export interface FormatUpgrade {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly upgrade: (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** In order; each begins where the one before it ends. Empty: format 1 is the first that was ever saved. */
export const FORMAT_UPGRADES: readonly FormatUpgrade[] = [];

/**
 * Reads a flow document of any known format, upgrading it to `FLOW_FORMAT`.
 *
 * @returns the flow, or issues that say what is wrong and where
 */
export function readFlow(
  document: unknown,
  upgrades: readonly FormatUpgrade[] = FORMAT_UPGRADES,
): Flow | readonly Issue[] {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return [broken('A flow document is a JSON object.')];
  }
  let current = document as Readonly<Record<string, unknown>>;
  const format = current.format;
  if (typeof format !== 'number' || !Number.isInteger(format)) {
    return [broken('The document has no "format": a whole number, at present 1.', 'format')];
  }
  if (format > FLOW_FORMAT) {
    return [
      broken(
        `Format ${format} is newer than this Lockstep, which reads up to ${FLOW_FORMAT}. Update Lockstep.`,
        'format',
      ),
    ];
  }
  for (let at = format; at < FLOW_FORMAT; ) {
    const next = upgrades.find(({ from }) => from === at);
    if (!next) return [broken(`Format ${at} is no longer known.`, 'format')];
    current = { ...next.upgrade(current), format: next.to };
    at = next.to;
  }
  const parsed = Flow.safeParse(current);
  if (parsed.success) return parsed.data;
  return parsed.error.issues.slice(0, 100).map(({ path, message }) => broken(message, path.join('/')));
}

/** True when `readFlow` gave a flow rather than issues. */
export function isFlow(result: Flow | readonly Issue[]): result is Flow {
  return !Array.isArray(result);
}

function broken(message: string, field?: string): Issue {
  return { severity: 'error', code: 'document-invalid', message, ...(field !== undefined && { field }) };
}
