import type { Json } from '@lockstep/schema/run';
import type { Drafted } from '../draft.ts';
import type { Outcome } from '../report.ts';
import { type N8nNode, typeName } from './document.ts';
import { type Names, writeValue } from './expression.ts';

/** What a converter of one node may look at. */
export interface NodeContext {
  readonly node: N8nNode;
  readonly names: Names;
  /** Code of what each of its inputs brings, in their order. */
  readonly inputs: readonly string[];
  /** Code of every node's `json` by the name of the node, for scripts. */
  readonly all: ReadonlyMap<string, string>;
}

/** Makes a step of one node. */
export type Convert = (context: NodeContext) => Drafted;

/** Gathers what cannot be said while parameters are written. */
export interface Writer {
  value(raw: unknown): Json;
  readonly unknown: string[];
}

export function writerOf({ names }: NodeContext): Writer {
  const unknown: string[] = [];
  return {
    unknown,
    value(raw) {
      const written = writeValue(raw, names);
      unknown.push(...written.unknown);
      return written.value;
    },
  };
}

/** A step with its notes; what could not be said makes it one that needs work. */
export function drafted(
  type: string,
  params: Readonly<Record<string, Json>>,
  options: {
    readonly unknown?: readonly string[];
    readonly notes?: readonly string[];
    /** Nearly the same, as the notes say. */
    readonly approximated?: boolean;
    readonly needsWork?: boolean;
    readonly ports?: readonly (string | undefined)[];
  } = {},
): Drafted {
  const { unknown = [], notes = [], approximated = false, needsWork = false, ports = ['out'] } = options;
  const left = [...new Set(unknown)].map((text) => `Write anew, Lockstep has no such word: ${text.slice(0, 200)}`);
  const outcome: Outcome = left.length > 0 || needsWork ? 'needs-work' : approximated ? 'approximated' : 'converted';
  return { type, params, outcome, notes: [...notes, ...left], ports };
}

/** The parameters as the other product had them, short enough to read. */
export function original(node: N8nNode): string {
  const text = JSON.stringify(node.parameters);
  return `Was ${typeName(node)} with ${text.length > 600 ? `${text.slice(0, 600)}…` : text}`;
}
