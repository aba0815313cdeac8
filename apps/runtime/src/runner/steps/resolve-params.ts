import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { MASK, redact } from '../../telemetry/index.ts';
import { bounded } from './bounded.ts';
import type { LoadedNode } from './loaded-flow.ts';
import { replaceAt } from './params.ts';
import { notAccepted } from './step-failures.ts';

export interface ResolvedParams {
  /** Parsed by the definition. */
  readonly params: unknown;
  /** For the run view; absent when the drawing says it all. */
  readonly note?: Json;
}

/**
 * The parameters of one attempt: expressions computed, all in one call, then parsed. An expression that gives nothing leaves out a
 * parameter that may be left out, and takes none.
 *
 * @param compute the values of the node's expressions, by JSON pointer
 * @throws StepError `param-invalid` with the field; kind `item` where an expression gave the value, else `flow`
 */
export async function resolveParams(
  { node, definition, places }: LoadedNode,
  compute: () => Promise<Readonly<Record<string, Json>>>,
): Promise<ResolvedParams> {
  const pointers = Object.keys(places.expressions);
  const values = pointers.length === 0 ? {} : await compute();
  const resolved = replaceAt(node.params, values);
  const parsed = z.safeParse(definition.params, resolved);
  const without = parsed.success ? undefined : leftOut(resolved, pointers);
  if (without) {
    const again = z.safeParse(definition.params, without.params);
    // What has a value of its own where nothing is said must be said: nothing computed is no choice.
    const isOptional = again.success && without.names.every((name) => (again.data as Fields)[name] === undefined);
    if (isOptional) return { params: again.data, note: noteOf(without.params, places) };
  }
  if (!parsed.success) throw notAccepted('param', isComputed(parsed.error, pointers) ? 'item' : 'flow', parsed.error);
  return { params: parsed.data, ...(pointers.length === 0 ? {} : { note: noteOf(resolved, places) }) };
}

type Fields = Readonly<Record<string, Json | undefined>>;

/** The parameters without those whose expression gave nothing; undefined when there are none. */
function leftOut(resolved: Json, pointers: readonly string[]) {
  const fields = Object.entries(resolved as { readonly [name: string]: Json });
  const names = fields.flatMap(([name, value]) => (value === null && pointers.includes(`/${name}`) ? [name] : []));
  if (names.length === 0) return undefined;
  return { names, params: Object.fromEntries(fields.filter(([name]) => !names.includes(name))) };
}

/** True when the first issue lies at, above or below a value that was computed. */
function isComputed({ issues }: z.core.$ZodError, pointers: readonly string[]): boolean {
  const place = (issues[0]?.path ?? []).map((key) => `/${String(key)}`).join('');
  return pointers.some((pointer) => `${place}/`.startsWith(`${pointer}/`) || `${pointer}/`.startsWith(`${place}/`));
}

/** Resolved parameters without scripts, which do not change, and without secrets. */
function noteOf(resolved: Json, { scripts, secrets }: LoadedNode['places']): Json {
  const hidden = Object.fromEntries(secrets.map((pointer) => [pointer, MASK]));
  const shown = replaceAt(resolved as Readonly<Record<string, Json>>, hidden) as Readonly<Record<string, Json>>;
  const kept = Object.entries(shown).filter(([name]) => !Object.hasOwn(scripts, `/${name}`));
  return bounded(redact(Object.fromEntries(kept)) as Json);
}
