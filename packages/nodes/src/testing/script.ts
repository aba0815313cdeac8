import { stripTypeScriptTypes } from 'node:module';
import type { Json } from '@lockstep/schema/run';

/**
 * Runs an author's script for a test: types stripped, loaded as a module. No sandbox and no seed, so only for scripts
 * this repository wrote itself; the runtime's own tests prove the sandbox.
 */
export async function runScript(source: string, input: Json): Promise<Json> {
  const javascript = stripTypeScriptTypes(
    `${source}\n;export const $map = typeof map === 'function' ? map : undefined;`,
  );
  const module: { default?: unknown; $map?: unknown } = await import(
    /* @vite-ignore */ `data:text/javascript;charset=utf-8,${encodeURIComponent(javascript)}`
  );
  const main = module.default ?? module.$map;
  if (typeof main !== 'function') throw new Error('the script has no function map');
  // Through JSON text, as the sandbox does it: what is undefined is not there.
  return JSON.parse(JSON.stringify(await main(structuredClone(input), { steps: {}, trigger: {}, run: {} })));
}

/** Computes one expression over `input` and `steps`; what is undefined becomes null. */
export async function evaluate(
  expression: string,
  scope: { readonly input: Json; readonly steps: Json },
): Promise<Json> {
  const source = `export default function map({ input, steps }) { return { value: (${expression}) ?? null }; }`;
  return ((await runScript(source, scope)) as { readonly value: Json }).value;
}
