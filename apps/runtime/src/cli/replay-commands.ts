import * as api from '@lockstep/schema/api';
import { apiAt, orFail } from './client.ts';
import { CommandError, EXIT } from './exit.ts';
import type { RemoteOptions } from './flow-commands.ts';
import { type CommandIo, columns } from './io.ts';

export interface ReplayOptions extends RemoteOptions {
  readonly into: string;
  readonly node?: string;
  readonly from?: string;
  readonly to?: string;
  readonly key?: string;
  readonly when?: string;
  readonly rate?: number;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly by: string;
}

const POLL_MS = 300;

/**
 * `lockstep replay <topic> --into <flow>`: counts first, and begins nothing when no event matches or with `dryRun`. With `wait` it ends
 * well only when the replay was done to its end.
 */
export async function replay(topic: string, options: ReplayOptions, io: CommandIo): Promise<void> {
  const { url, json, into, node, key, when, rate, by } = options;
  const call = apiAt(url);
  const body = {
    topic,
    flowId: into,
    node,
    from: instant(options.from, '--from'),
    to: instant(options.to, '--to'),
    keys: key,
    filter: when,
  };
  const preview = orFail(await call(api.previewReplay, { body }), url);
  const { events, matched, looked, mistake } = preview;
  if (mistake !== undefined) io.err(`The filter cannot be computed for some events, which count: ${mistake}`);
  const counted = `${matched} of ${looked} events match${looked < events ? `; the stretch has ${events}` : ''}.`;
  if (options.dryRun) {
    io.out(json ? JSON.stringify(preview, null, 2) : counted);
    return;
  }
  if (matched === 0) throw new CommandError(`${counted} Nothing is replayed.`);
  const begun = orFail(await call(api.startReplay, { body: { ...body, perSecond: rate, by } }), url);
  if (!json) io.err(counted);
  const last = options.wait ? await ended(begun, options, io) : begun;
  io.out(json ? JSON.stringify(last, null, 2) : textOf(last));
  if (last.status === 'aborted') throw new CommandError(`The replay ended early. ${last.reason ?? ''}`.trim());
}

async function ended(begun: api.ReplayView, { url, timeout }: ReplayOptions, io: CommandIo): Promise<api.ReplayView> {
  const call = apiAt(url);
  const deadline = Date.now() + timeout * 1000;
  for (let now = begun; ; ) {
    if (now.status === 'done' || now.status === 'aborted') return now;
    if (Date.now() > deadline) {
      io.err(textOf(now));
      throw new CommandError(`The replay ${now.id} is still ${now.status} after ${timeout} s. It goes on.`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    now = orFail(await call(api.getReplay, { params: { id: begun.id } }), url);
  }
}

/** What to do about a replay. */
const CHANGES = { pause: api.pauseReplay, resume: api.resumeReplay } as const;

export interface ReplaysOptions extends RemoteOptions {
  readonly topic?: string;
  readonly limit: number;
  readonly pause?: string;
  readonly resume?: string;
  readonly abort?: string;
  readonly by: string;
}

/** `lockstep replays`: lists them, newest first; or pauses, resumes or ends one. */
export async function replays(options: ReplaysOptions, io: CommandIo): Promise<void> {
  const { url, json, topic, limit, abort, by } = options;
  const asked = [options.pause, options.resume, abort].filter((id) => id !== undefined);
  if (asked.length > 1) throw new CommandError('Ask for one of --pause, --resume and --abort.', EXIT.usage);
  const call = apiAt(url);
  const show = (one: api.ReplayView) => io.out(json ? JSON.stringify(one, null, 2) : textOf(one));
  if (abort !== undefined)
    return show(orFail(await call(api.abortReplay, { params: { id: abort }, body: { by } }), url));
  for (const change of ['pause', 'resume'] as const) {
    const id = options[change];
    if (id !== undefined) return show(orFail(await call(CHANGES[change], { params: { id } }), url));
  }
  const found = orFail(await call(api.listReplays, { query: { topic, limit } }), url);
  if (json) {
    io.out(JSON.stringify(found, null, 2));
    return;
  }
  const rows = found.replays.map((one) => [
    one.id,
    one.startedAt,
    one.topic,
    one.flowId,
    one.status,
    `${one.begun} of ${one.total}`,
    one.by,
  ]);
  const head = ['replay', 'started', 'topic', 'into', 'status', 'runs', 'by'];
  io.out(rows.length === 0 ? 'No replays.' : columns([head, ...rows]));
}

function textOf({ id, status, begun, total, passed, expired }: api.ReplayView): string {
  const parts = [
    `${begun} of ${total} runs begun`,
    ...(passed > 0 ? [`${passed} passed over`] : []),
    ...(expired > 0 ? [`${expired} no longer kept`] : []),
  ];
  return `${id} ${status}: ${parts.join(', ')}`;
}

/** A time as people write it, as the API wants it. */
function instant(text: string | undefined, option: string): string | undefined {
  if (text === undefined) return undefined;
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  throw new CommandError(`${option} is no time. Write 2026-11-26T08:00:00Z.`, EXIT.usage);
}
