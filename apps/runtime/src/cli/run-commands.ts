import { readFile } from 'node:fs/promises';
import * as api from '@lockstep/schema/api';
import { isEnded, type Json } from '@lockstep/schema/run';
import { parseStrictJson } from '../http/json/strict-json.ts';
import { apiAt, orFail } from './client.ts';
import { CommandError, EXIT } from './exit.ts';
import type { RemoteOptions } from './flow-commands.ts';
import { type CommandIo, columns } from './io.ts';

const POLL_MS = 200;

/** `lockstep run <flow>`: starts the published version by hand; with `wait` the exit code says how the run ended. */
export async function run(
  flowId: string,
  options: RemoteOptions & {
    readonly message: string;
    readonly node?: string;
    readonly wait?: boolean;
    readonly timeout: number;
  },
  io: CommandIo,
): Promise<void> {
  const { url, json, node, wait } = options;
  const call = apiAt(url);
  const message = await messageFrom(options.message, io);
  const body = { message, by: 'command line', ...(node !== undefined && { node }) };
  const { runId, statusUrl } = orFail(await call(api.startRun, { params: { flowId }, body }), url);
  if (!wait) {
    io.out(json ? JSON.stringify({ runId, statusUrl }) : runId);
    return;
  }
  const deadline = Date.now() + options.timeout * 1000;
  let ended = orFail(await call(api.getRun, { params: { runId } }), url);
  while (!isEnded(ended.status)) {
    if (Date.now() > deadline)
      throw new CommandError(`The run ${runId} is still ${ended.status} after ${options.timeout} s.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    ended = orFail(await call(api.getRun, { params: { runId } }), url);
  }
  const { status, durationMs, failure, steps } = ended;
  io.out(json ? JSON.stringify({ runId, status, durationMs, failure, steps }, null, 2) : `${runId} ${status}`);
  if (status === 'done') return;
  throw new CommandError(failure ? `"${failure.nodeName}" failed: ${failure.message}` : `The run ended ${status}.`);
}

/** `@file`, `-` for standard input, or JSON itself. */
async function messageFrom(text: string, io: CommandIo): Promise<Json> {
  const json = parseStrictJson(await bytesFrom(text, io));
  if (json.ok) return json.value;
  const { reason, place } = json;
  const where = 'byte' in place ? `byte ${place.byte}` : `line ${place.line}, column ${place.column}`;
  throw new CommandError(`The message is not JSON: ${reason} At ${where}.`, EXIT.usage);
}

async function bytesFrom(text: string, io: CommandIo): Promise<Uint8Array> {
  if (text === '-') return Buffer.from(await io.readStdin());
  if (!text.startsWith('@')) return Buffer.from(text);
  return readFile(text.slice(1)).catch((cause: unknown) => {
    throw new CommandError(`${text.slice(1)} cannot be read.`, EXIT.usage, { cause });
  });
}

/** `lockstep runs`: newest first. */
export async function runs(
  options: RemoteOptions & {
    readonly flow?: string;
    readonly status?: api.RunSummary['status'];
    readonly search?: string;
    readonly limit: number;
  },
  io: CommandIo,
): Promise<void> {
  const { url, json, flow, status, search, limit } = options;
  const query = { flow, status, search, limit };
  const answer = orFail(await apiAt(url)(api.listRuns, { query }), url);
  if (json) {
    io.out(JSON.stringify(answer, null, 2));
    return;
  }
  const rows = answer.runs.map((each) => [
    each.runId,
    each.startedAt,
    `${each.flowId}${each.version === undefined ? ' (test)' : `@${each.version}`}`,
    each.status,
    each.businessKey ?? '',
    each.failure?.message ?? '',
  ]);
  io.out(rows.length === 0 ? 'No runs.' : columns([['run', 'started', 'flow', 'status', 'key', 'failure'], ...rows]));
}
