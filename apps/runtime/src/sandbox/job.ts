import type { CompiledProgram, CompiledUnit } from './compile.ts';
import { ANSWER_ERROR, ANSWER_LOGS, ANSWER_UNMAPPED, CALL_HEADER_BYTES, FRAME_CALL } from './frame.ts';
import type { SandboxResult, SandboxTable, ScriptError, ScriptErrorCode, UnmappedCode } from './types.ts';

/** A call on its way. It may be with two children at once (`pool.ts`); the first answer counts. */
export interface Job {
  readonly id: number;
  readonly program: CompiledProgram;
  readonly unit: CompiledUnit;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly nowMs: number;
  readonly seed: string;
  /** By name, the first that has the code counts; undefined: it asks none. */
  readonly tables: Readonly<Record<string, readonly SandboxTable[]>> | undefined;
  /** JSON text. */
  readonly scope: string;
  /** On the clock of `performance.now()`. */
  readonly askedAt: number;
  /** Children that ended under it for no reason of its own. */
  deaths: number;
  isDone: boolean;
  readonly resolve: (result: SandboxResult) => void;
}

export function finish(job: Job, result: SandboxResult): void {
  if (job.isDone) return;
  job.isDone = true;
  job.resolve(result);
}

export function refused(code: ScriptErrorCode, message: string): SandboxResult {
  return { ok: false, error: { code, message } };
}

/** The realm's answer text, as `frame.ts` describes it. */
export function resultOf(text: string): SandboxResult {
  switch (text[0]) {
    case ANSWER_ERROR:
      return { ok: false, error: JSON.parse(text.slice(1)) as ScriptError };
    case ANSWER_LOGS: {
      const [logs, value] = parted(text);
      return { ok: true, value: JSON.parse(value), logs: JSON.parse(logs) };
    }
    case ANSWER_UNMAPPED: {
      const [unmapped, answer] = parted(text);
      return { ...resultOf(answer), unmapped: JSON.parse(unmapped) as readonly UnmappedCode[] };
    }
    default:
      return { ok: true, value: JSON.parse(text) };
  }
}

/** `<mark><length>:<first><second>` */
function parted(text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  const end = colon + 1 + Number(text.slice(1, colon));
  return [text.slice(colon + 1, end), text.slice(end)];
}

/** A call as one child is told it: with its own numbers for program and tables. */
export interface NumberedCall {
  readonly job: Job;
  readonly program: number;
  /** JSON text, or empty. */
  readonly tables: string;
}

/** One buffer for a batch of frames: one allocation, one write. */
export function framesOf(messages: readonly (Buffer | NumberedCall)[]): Buffer {
  const sizes = messages.map((message) => (Buffer.isBuffer(message) ? message.length : callBytes(message)));
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const [index, message] of messages.entries()) {
    const size = sizes[index] ?? 0;
    if (Buffer.isBuffer(message)) message.copy(bytes, at);
    else writeCall(bytes, { ...message, at, size });
    at += size;
  }
  return bytes;
}

export function controlFrame(kind: number, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32LE(1 + body.length, 0);
  head[4] = kind;
  return Buffer.concat([head, body]);
}

function callBytes({ job: { seed, scope }, tables }: NumberedCall): number {
  return 5 + CALL_HEADER_BYTES + Buffer.byteLength(seed) + Buffer.byteLength(tables) + Buffer.byteLength(scope);
}

interface CallPlace extends NumberedCall {
  readonly at: number;
  readonly size: number;
}

function writeCall(bytes: Buffer, { job, program, tables, at, size }: CallPlace): void {
  const seedBytes = bytes.write(job.seed, at + 5 + CALL_HEADER_BYTES, 'utf8');
  bytes.writeUInt32LE(size - 4, at);
  bytes[at + 4] = FRAME_CALL;
  bytes.writeUInt32LE(job.id, at + 5);
  bytes.writeUInt32LE(program, at + 9);
  bytes.writeUInt32LE(job.unit.index, at + 13);
  bytes.writeUInt32LE(job.timeoutMs, at + 17);
  bytes.writeDoubleLE(job.nowMs, at + 21);
  bytes.writeUInt32LE(seedBytes, at + 29);
  const tablesBytes = tables === '' ? 0 : bytes.write(tables, at + 5 + CALL_HEADER_BYTES + seedBytes, 'utf8');
  bytes.writeUInt32LE(tablesBytes, at + 33);
  bytes.write(job.scope, at + 5 + CALL_HEADER_BYTES + seedBytes + tablesBytes, 'utf8');
}
