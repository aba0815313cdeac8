import { createHash } from 'node:crypto';
import type { Json, TriggerInfo } from '@lockstep/schema/run';
import type { Sandbox, SandboxProgram } from '../sandbox/index.ts';
import type { LoadedFlow } from './steps/index.ts';

/** An expression over the body that the door computes before the run exists. */
export interface DoorExpression {
  readonly flowId: string;
  /**
   * A program of its own, because expressions of one unit fail together: a business key that cannot be told must not
   * take the delivery id with it.
   */
  readonly program: SandboxProgram;
  /** Members to follow from `input`, for the plain paths that most of these are; absent: the sandbox computes it. */
  readonly path?: readonly string[];
}

const UNIT = 'door';

/** @param place what tells it from every other expression of the same version, for example `node/dedupe` */
export function doorExpression({ flow, program }: LoadedFlow, place: string, text: string): DoorExpression {
  const expression = text.replace(/^=/, '');
  const path = plainPath(expression);
  return {
    flowId: flow.id,
    program: {
      key: `${program.key}:${place}`,
      units: [{ id: UNIT, kind: 'expressions', expressions: { value: expression } }],
    },
    ...(path && { path }),
  };
}

/** An expression that belongs to no version: the filter of a replay. */
export function standaloneExpression(flowId: string, text: string): DoorExpression {
  const expression = text.replace(/^=/, '');
  const path = plainPath(expression);
  const key = `filter:${createHash('sha256').update(expression).digest('hex')}`;
  return {
    flowId,
    program: { key, units: [{ id: UNIT, kind: 'expressions', expressions: { value: expression } }] },
    ...(path && { path }),
  };
}

/** Members of `input.order.lines[0].sku`; `undefined` for anything else. */
export function plainPath(expression: string): readonly string[] | undefined {
  const text = expression.trim();
  if (!/^input(\.[A-Za-z_$][\w$]*|\[\d{1,6}\]|\["[^"\\]*"\]|\['[^'\\]*'\])*$/.test(text)) return undefined;
  return [...text.slice('input'.length).matchAll(/\.([\w$]+)|\[(\d+)\]|\[["']([^"'\]]*)["']\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? quoted ?? '',
  );
}

export type DoorValue =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly reason: string; readonly isOurs: boolean };

export interface DoorScope {
  readonly input: Json;
  readonly trigger: TriggerInfo;
  readonly now: number;
}

/** Computes the expression: in this process for a plain path over plain data, in the sandbox for all else. */
export async function evaluate(sandbox: Sandbox, expression: DoorExpression, scope: DoorScope): Promise<DoorValue> {
  const plain = expression.path && follow(scope.input, expression.path);
  if (plain !== undefined) return { ok: true, value: plain };
  const { input, trigger, now } = scope;
  const result = await sandbox.call({
    program: expression.program,
    unit: UNIT,
    scope: {
      input,
      steps: {},
      trigger: trigger as unknown as Json,
      run: { id: '', flowId: expression.flowId, startedAt: new Date(now).toISOString() },
    },
    seed: expression.program.key,
    nowMs: now,
  });
  if (!result.ok) return { ok: false, reason: result.error.message, isOurs: result.error.code === 'UNAVAILABLE' };
  const values = result.value as { readonly [pointer: string]: Json };
  return { ok: true, value: values.value ?? null };
}

/** `undefined` where JavaScript would do more than read an own member of plain data. */
function follow(input: Json, path: readonly string[]): Json | undefined {
  let value: Json = input;
  for (const [i, member] of path.entries()) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (!Object.hasOwn(value, member)) return i === path.length - 1 && !(member in value) ? null : undefined;
    value = (value as { readonly [key: string]: Json })[member] ?? null;
  }
  return value;
}

/** Text of a key: strings and numbers as they are written, nothing for what cannot name a message. */
export function keyText(value: Json): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}
