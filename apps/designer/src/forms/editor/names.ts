import { HELPERS } from '@lockstep/schema/mapping';
import { PATH_BEFORE_DOT, partsOf, resolved } from './aliases.ts';

/** What a script or expression can name; the lists are small and made anew when the flow changes. */
export interface EditorNames {
  /** Ids of the steps that surely ran before, with what people call them. */
  readonly steps: readonly { readonly id: string; readonly name: string }[];
  /** A sample message, to complete `input.` from; `undefined` when there is none. */
  readonly input?: unknown;
  /** What earlier steps gave when last seen, by id, to complete `steps.map.` from. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Variables of the installation with their values; secret ones hidden. */
  readonly vars?: Readonly<Record<string, unknown>>;
}

export interface NameOption {
  readonly label: string;
  readonly detail?: string;
  readonly info?: string;
  readonly type: 'variable' | 'property' | 'function' | 'keyword';
}

export const NO_NAMES: EditorNames = { steps: [] };

const TRIGGER = ['kind', 'receivedAt', 'source', 'method', 'path', 'headers', 'query'];
const RUN: readonly (readonly [string, string])[] = [
  ['id', 'Id of the run'],
  ['flowId', 'Id of the flow'],
  ['startedAt', 'When it began, ISO text'],
];

/**
 * Options for the text before the cursor, and where the word they replace begins; `undefined` when nothing fits.
 * `script`: names live below `ctx`; `expression`: they stand alone.
 */
export function optionsAt(
  before: string,
  kind: 'script' | 'expression',
  names: EditorNames,
): { readonly from: number; readonly options: readonly NameOption[] } | undefined {
  const word = /(?<![\w$])[A-Za-z_$][\w$]*$|$/.exec(before)?.[0] ?? '';
  const from = before.length - word.length;
  const head = before.slice(0, from);
  const path = PATH_BEFORE_DOT.exec(head)?.[1];
  if (path === undefined) {
    if (/['"`]$|\.$/.test(head)) return undefined;
    return { from, options: topNames(kind) };
  }
  const parts = resolved(partsOf(path), head);
  const [root, ...rest] = kind === 'script' && parts[0] === 'ctx' ? parts.slice(1) : parts;
  if (root === undefined) return { from, options: ctxNames() };
  if (kind === 'script' && parts[0] !== 'ctx' && ['steps', 'trigger', 'run'].includes(root)) return undefined;
  const options = membersOf(root, rest, names);
  return options.length === 0 ? undefined : { from, options };
}

function membersOf(root: string, rest: readonly string[], names: EditorNames): readonly NameOption[] {
  if (root === 'input') return keysAt(names.input, rest);
  if (root === 'vars') return keysAt(names.vars, rest);
  const [step, ...inside] = rest;
  if (root === 'steps' && step !== undefined) return keysAt(names.outputs?.[step], inside);
  if (rest.length > 0) return [];
  switch (root) {
    case 'steps':
      return names.steps.map(({ id, name }) => ({ label: id, detail: name, type: 'property' }));
    case 't':
      return HELPERS.map(({ name, signature, info }) => ({ label: name, detail: signature, info, type: 'function' }));
    case 'trigger':
      return TRIGGER.map((label) => ({ label, type: 'property' }));
    case 'run':
      return RUN.map(([label, info]) => ({ label, info, type: 'property' }));
    default:
      return [];
  }
}

function topNames(kind: 'script' | 'expression'): readonly NameOption[] {
  const common: readonly NameOption[] = [
    { label: 'input', detail: 'the message', type: 'variable' },
    { label: 't', detail: 'helpers', type: 'variable' },
  ];
  return kind === 'script'
    ? [...common, { label: 'ctx', detail: 'steps, trigger, run, vars, now', type: 'variable' }, VARS]
    : [...common, ...ctxNames().filter(({ label }) => label !== 'now')];
}

function ctxNames(): readonly NameOption[] {
  return [
    { label: 'steps', detail: 'outputs of earlier steps', type: 'variable' },
    { label: 'trigger', detail: 'how the message came in', type: 'variable' },
    { label: 'run', detail: 'this run', type: 'variable' },
    VARS,
    { label: 'now', detail: 'epoch milliseconds', type: 'variable' },
  ];
}

function keysAt(value: unknown, path: readonly string[]): readonly NameOption[] {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return [];
    at = (at as Record<string, unknown>)[key];
  }
  if (typeof at !== 'object' || at === null) return [];
  if (Array.isArray(at)) return LIST;
  return Object.entries(at).map(([label, item]) => ({ label, detail: kindOf(item), type: 'property' }));
}

/** Of a sample value beside a name. */
const SAMPLE_CHARS = 32;

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === 'object') return 'object';
  const text = JSON.stringify(value) ?? '';
  return text.length > SAMPLE_CHARS ? `${text.slice(0, SAMPLE_CHARS)}…` : text;
}

const VARS: NameOption = { label: 'vars', detail: 'variables of this environment', type: 'variable' };

const LIST: readonly NameOption[] = [
  { label: 'length', detail: 'number', type: 'property' },
  ...['map', 'filter', 'find', 'some', 'every', 'reduce', 'flatMap', 'at', 'join'].map(
    (label): NameOption => ({ label, type: 'function' }),
  ),
];

/** Whether a name can follow a dot; others need brackets. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}
