import type { Socket } from 'node:net';
import { FRAME_DROP, FRAME_LOAD, FrameReader, type Load } from './frame.ts';
import { controlFrame, framesOf, type Job, type NumberedCall, resultOf } from './job.ts';
import { type LaunchKit, launch } from './launch.ts';
import { createTableNumbers } from './table-numbers.ts';
import type { SandboxResult } from './types.ts';

export interface ChildEvents {
  onReady(): void;
  /** `result` is undefined when the job was done already. */
  onAnswer(job: Job, result: SandboxResult | undefined): void;
  /** Once, whatever it died of. */
  onEnd(end: ChildEnd): void;
}

export interface ChildEnd {
  readonly wasReady: boolean;
  /** Undefined for an exit code. */
  readonly signal: NodeJS.Signals | undefined;
  /** The last it wrote. */
  readonly stderr: string;
}

/** A job given to a child. `isTaken`: another child has it as well, and its answer from here is not waited for. */
export interface Given {
  readonly job: Job;
  /** What it may take beyond its limit, because the child has to read tables first, in milliseconds. */
  readonly extraMs: number;
  isTaken: boolean;
}

/** The parent's end of one child: what it was given, in order, and since when the first of it runs. */
export interface ChildLink {
  readonly pid: number | undefined;
  readonly isReady: boolean;
  /** Oldest first; the first is the one the child is busy with. */
  readonly given: readonly Given[];
  /** When the first job came to be the first, on the clock of `performance.now()`. */
  readonly busySince: number;
  give(job: Job): void;
  kill(): void;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
}

const MAX_PROGRAMS = 128;
/** At least, on a machine with much else to do; 20 times as many on one that is quiet. */
const TABLE_BYTES_A_MS = 1_000;
const MAX_STDERR_CHARS = 2000;
/** The longest result in UTF-8, and its logs. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export function openChild(kit: LaunchKit, events: ChildEvents): ChildLink {
  const child = launch(kit);
  const socket = child.stdio[3] as Socket;
  const given: Given[] = [];
  /** Programs the child knows, by key, in order of use. */
  const programs = new Map<string, number>();
  let nextProgram = 1;
  let isReady = false;
  let busySince = 0;
  let stderr = '';
  let outgoing: (Buffer | NumberedCall)[] = [];
  const tables = createTableNumbers((frame) => outgoing.push(frame));

  const reader = new FrameReader((frame) => {
    const id = frame.readUInt32LE(0);
    if (id === 0) {
      isReady = true;
      events.onReady();
      return;
    }
    const first = given[0]?.job;
    if (first?.id !== id) throw new Error('A sandbox child answered out of order');
    const result = first.isDone ? undefined : resultOf(frame.toString('utf8', 4));
    given.shift();
    busySince = performance.now();
    events.onAnswer(first, result);
  }, MAX_ANSWER_BYTES);
  socket.on('data', (chunk: Buffer) => {
    try {
      reader.push(chunk);
    } catch (error) {
      // A child that does not keep to the frames is not ours any more: its calls go to another.
      stderr = String(error);
      socket.removeAllListeners('data').resume();
      child.kill('SIGKILL');
    }
  });
  socket.on('error', () => {}); // the child is gone; `exit` follows
  const boot = Buffer.from(JSON.stringify(kit.boot));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(boot.length);
  socket.write(Buffer.concat([length, boot]));
  child.stderr?.on('data', (text: Buffer) => {
    stderr = (stderr + text.toString('utf8')).slice(-MAX_STDERR_CHARS);
  });

  const ended = new Promise<void>((resolve) => {
    const end = (signal: NodeJS.Signals | null): void => {
      const wasReady = isReady;
      isReady = false;
      socket.destroy();
      resolve();
      events.onEnd({ wasReady, signal: signal ?? undefined, stderr });
    };
    child.once('exit', (_, signal) => end(signal));
    child.once('error', (error) => {
      stderr = error.message;
      if (child.pid === undefined) end(null);
    });
  });

  return {
    pid: child.pid,
    get isReady() {
      return isReady;
    },
    get busySince() {
      return busySince;
    },
    given,
    ended,
    give(job) {
      if (given.length === 0) busySince = performance.now();
      if (outgoing.length === 0) queueMicrotask(flush);
      const program = programOf(job);
      outgoing.push({ job, program, tables: tables.textOf(job.tables) });
      given.push({ job, isTaken: false, extraMs: tables.takeSent() / TABLE_BYTES_A_MS });
    },
    kill: () => void child.kill('SIGKILL'),
  };

  function flush(): void {
    const batch = outgoing;
    outgoing = [];
    socket.write(framesOf(batch));
  }

  /** The child's number for the job's program, which it is told about when it does not know it. */
  function programOf({ program, memoryMb }: Job): number {
    const key = `${memoryMb} ${program.key}`;
    const known = programs.get(key);
    if (known !== undefined) {
      programs.delete(key);
      programs.set(key, known);
      return known;
    }
    for (const [oldest, number] of programs.size >= MAX_PROGRAMS ? [...programs].slice(0, 1) : []) {
      const body = Buffer.alloc(4);
      body.writeUInt32LE(number);
      outgoing.push(controlFrame(FRAME_DROP, body));
      programs.delete(oldest);
    }
    const number = nextProgram++;
    programs.set(key, number);
    const units = [...program.units.values()].map(({ index, id, kind, pieces }) => ({ index, id, kind, pieces }));
    const load: Load = { program: number, memoryMb, units };
    outgoing.push(controlFrame(FRAME_LOAD, Buffer.from(JSON.stringify(load))));
    return number;
  }
}
