import { readFile } from 'node:fs/promises';
import * as api from '@lockstep/schema/api';
import { Binding } from '@lockstep/schema/capabilities';
import { z } from 'zod';
import { bindingWords } from './binding-words.ts';
import { apiAt, orFail } from './client.ts';
import { CommandError } from './exit.ts';
import type { RemoteOptions } from './flow-commands.ts';
import { type CommandIo, columns } from './io.ts';

/** `lockstep capabilities list` */
export async function listCapabilities({ url, json }: RemoteOptions, io: CommandIo): Promise<void> {
  const { capabilities } = orFail(await apiAt(url)(api.listCapabilities, {}), url);
  if (json) {
    io.out(JSON.stringify({ capabilities }, null, 2));
    return;
  }
  const rows = capabilities.map(({ name, offers, callers, binding, input, output }) => [
    name,
    binding ? `${binding.version}: ${bindingWords(binding.binding)}` : 'nothing serves it',
    String(offers.length),
    String(new Set(callers.map(({ flowId }) => flowId)).size),
    `${input} -> ${output}`,
  ]);
  io.out(columns([['capability', 'binding', 'offers', 'callers', 'contracts'], ...rows]));
}

/** `lockstep capabilities show <capability>`: who offers it, who calls it, its bindings and its comparison. */
export async function showCapability(name: string, { url, json }: RemoteOptions, io: CommandIo): Promise<void> {
  const view = orFail(await apiAt(url)(api.getCapability, { params: { name } }), url);
  if (json) {
    io.out(JSON.stringify(view, null, 2));
    return;
  }
  const { title, description, input, output, errors, key, offers, callers, history, shadow } = view;
  io.out(`${title}: ${description}`);
  io.out(`${input} -> ${output}, split by ${key}`);
  for (const { code, meaning } of errors) io.out(`  ${code}: ${meaning}`);
  const offered = offers.map(({ flowId, version, systems, served24h }) => {
    return [flowId, String(version), systems.join(', ') || '-', String(served24h)];
  });
  table(['offered by', 'version', 'systems', 'served in 24 h'], offered, 'No flow offers it.');
  const called = callers.map(({ flowId, version, layer, node, mode }) => [
    flowId,
    String(version),
    layer ?? '-',
    node,
    mode,
  ]);
  table(['called by', 'version', 'layer', 'step', 'mode'], called, 'No flow calls it.');
  const bound = history.map(({ version, at, by, binding, note, forOpenRuns }) => {
    return [String(version), at, by, `${bindingWords(binding)}${forOpenRuns ? ' (open runs too)' : ''}`, note];
  });
  table(['binding', 'since', 'by', 'serves', 'why'], bound, 'Nothing serves it.');
  if (!shadow) return;
  const { flowId, open, same, different, failed, skipped, fields } = shadow;
  io.out('');
  io.out(
    `Compared with ${flowId}: ${same} the same, ${different} different, ${failed} failed, ${skipped} left out, ${open} under way.`,
  );
  for (const { path, calls } of fields) io.out(`  ${path === '' ? 'the answer' : path}: ${calls}`);

  function table(head: readonly string[], rows: readonly (readonly string[])[], none: string): void {
    io.out('');
    io.out(rows.length === 0 ? none : columns([[...head], ...rows.map((row) => [...row])]));
  }
}

export interface BindOptions extends RemoteOptions {
  readonly flow?: string;
  /** `flow=percent`; false: none. */
  readonly share?: string | false;
  /** `flow` or `flow=percent`; false: none. */
  readonly shadow?: string | false;
  /** A whole binding as JSON, instead of the one in force. */
  readonly file?: string;
  readonly openRuns?: boolean;
  readonly note: string;
  readonly by: string;
}

/** `lockstep capabilities bind <capability>`: changes what is given of the binding in force, and leaves the rest. */
export async function bindCapability(name: string, options: BindOptions, io: CommandIo): Promise<void> {
  const { url, json, openRuns = false, note, by } = options;
  const call = apiAt(url);
  const { binding: current } = orFail(await call(api.getCapability, { params: { name } }), url);
  const binding = await wanted(current?.binding, options);
  const body = { binding, basedOn: current?.version ?? 0, note, by, forOpenRuns: openRuns };
  const answer = await call(api.putBinding, { params: { name }, body });
  if (!answer.ok && answer.code === 'binding-invalid') {
    const { issues } = api.BindingProblem.parse(answer.problem);
    throw new CommandError(issues.map(({ field, message }) => `${field}: ${message}`).join('\n'));
  }
  const stored = orFail(answer, url);
  io.out(
    json
      ? JSON.stringify(stored, null, 2)
      : `Binding ${stored.version} of ${name} is in force: ${bindingWords(stored.binding)}. Runs under way ${
          stored.forOpenRuns ? 'that have not called it yet go by it too' : 'keep the one they began with'
        }.`,
  );
}

async function wanted(current: Binding | undefined, { flow, share, shadow, file }: BindOptions): Promise<Binding> {
  const base = file === undefined ? current : await bindingIn(file);
  const changed = {
    ...base,
    ...(flow !== undefined && { flow }),
    ...(share !== undefined && { share: share === false ? undefined : part(share, 'share') }),
    ...(shadow !== undefined && {
      shadow: shadow === false ? undefined : { ...base?.shadow, ...part(shadow, 'shadow') },
    }),
  };
  return parsed(changed, 'The binding');
}

async function bindingIn(file: string): Promise<Binding> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CommandError(`${file} cannot be read: ${error.message}`);
  });
  try {
    return parsed(JSON.parse(text), file);
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandError(`${file} is not JSON: ${error.message}`);
    throw error;
  }
}

function parsed(value: unknown, what: string): Binding {
  const read = Binding.safeParse(value);
  if (!read.success) throw new CommandError(`${what} is not valid.\n${z.prettifyError(read.error)}`);
  return read.data;
}

/** `sales-order-bc=10` */
function part(text: string, option: 'share' | 'shadow') {
  const [, flow = '', percent] = /^([^=]+)(?:=(\d+(?:\.\d+)?)%?)?$/.exec(text) ?? [];
  if (flow === '' || (percent === undefined && option === 'share')) {
    throw new CommandError(`--${option} needs a flow and per cent: my-flow=10`);
  }
  return { flow, percent: percent === undefined ? 100 : Number(percent) };
}
