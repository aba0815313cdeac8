import * as api from '@lockstep/schema/api';
import { type VariableType, VariableValue, variableText } from '@lockstep/schema/variables';
import { apiAt, orFail } from './client.ts';
import { CommandError, EXIT } from './exit.ts';
import type { RemoteOptions } from './flow-commands.ts';
import { type CommandIo, columns } from './io.ts';

export const VARIABLE_TYPES: readonly VariableType[] = ['text', 'number', 'boolean', 'json', 'secret'];

/** `lockstep vars list` */
export async function listVars({ url, json }: RemoteOptions, io: CommandIo): Promise<void> {
  const found = orFail(await apiAt(url)(api.listVariables, {}), url);
  if (json) return io.out(JSON.stringify(found, null, 2));
  const rows = found.variables.map(({ name, held, usedBy, changedBy, changedAt }) => [
    name,
    held.type,
    variableText(held).slice(0, 60),
    usedBy.map(({ flowId }) => flowId).join(' ') || '-',
    `${changedBy}, ${changedAt}`,
  ]);
  io.out(rows.length === 0 ? 'No variables.' : columns([['variable', 'type', 'value', 'read by', 'changed'], ...rows]));
}

export interface SetVarOptions extends RemoteOptions {
  readonly type?: VariableType;
  readonly description?: string;
  readonly note: string;
  readonly by: string;
}

/** `lockstep vars set <name> <value>`: keeps type and description of a variable that is there. */
export async function setVar(name: string, text: string, options: SetVarOptions, io: CommandIo): Promise<void> {
  const { url, json, note, by } = options;
  const call = apiAt(url);
  const known = orFail(await call(api.listVariables, {}), url).variables.find((each) => each.name === name);
  const held = readValue(text, options.type ?? known?.held.type ?? 'text');
  const description = options.description ?? known?.description ?? '';
  const body = { held, description, note, by, basedOn: known?.revision ?? 0 };
  const saved = orFail(await call(api.putVariable, { params: { name }, body }), url);
  if (json) io.out(JSON.stringify(saved, null, 2));
  else io.out(`${name} is ${variableText(saved.held)}${known ? `; it was ${variableText(known.held)}` : ''}.`);
}

/** `lockstep vars remove <name>` */
export async function removeVar(name: string, { url, json, by, note }: SetVarOptions, io: CommandIo): Promise<void> {
  const gone = orFail(await apiAt(url)(api.removeVariable, { params: { name }, query: { by, note } }), url);
  io.out(json ? JSON.stringify(gone, null, 2) : `${name} is removed.`);
}

/** A value as it is written on a command line. @throws CommandError when it is none of its type */
function readValue(text: string, type: VariableType): VariableValue {
  const read = VariableValue.safeParse({ type, value: plainOf(text, type) });
  if (read.success) return read.data;
  throw new CommandError(`"${text}" is no ${WORDS[type]}.`, EXIT.usage);
}

const WORDS: Readonly<Record<VariableType, string>> = {
  text: 'text',
  number: 'number',
  boolean: 'yes or no: write true or false',
  json: 'JSON',
  secret: 'secret: write <connection>/<field>',
};

function plainOf(text: string, type: VariableType): unknown {
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return text.trim() === '' ? undefined : Number(text);
    case 'boolean':
      return ({ true: true, false: false, yes: true, no: false } as Readonly<Record<string, boolean>>)[text];
    case 'secret': {
      const [connection, ...secret] = text.split('/');
      return { connection, secret: secret.join('/') };
    }
    case 'json':
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return undefined;
      }
    default:
      return type satisfies never;
  }
}
