import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';

export type Stripped =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly message: string; readonly line: number; readonly column: number };

/**
 * Takes the types out of TypeScript texts, in place: every character that stays keeps its line and column.
 *
 * Node's stripper is compiled to WebAssembly, and a text nested some thousand levels deep overflows its stack for
 * good: from then on every strip, and every `import` of a `.ts` file, fails in that thread. So texts of authors are
 * stripped in a thread of their own, which is replaced when that happens. No author code runs there.
 */
export function stripTypes(sources: readonly string[]): readonly Stripped[] {
  return sources.map((source) => {
    if (source.length > MAX_SOURCE_CHARS) {
      return { ok: false, message: `The text is longer than ${MAX_SOURCE_CHARS} characters`, line: 1, column: 1 };
    }
    stripper ??= openStripper();
    const answer = ask(stripper, source);
    if (answer === undefined) return { ok: false, message: 'The text takes too long to read', line: 1, column: 1 };
    return 'code' in answer ? { ok: true, code: answer.code } : issueOf(answer);
  });
}

const MAX_SOURCE_CHARS = 256 * 1024;
const PATIENCE_MS = 2000;
/** For the first text of a thread, which has to start: on a busy machine that alone takes seconds. */
const START_PATIENCE_MS = 30_000;

type Answer = { readonly code: string } | { readonly error: string; readonly kind: string; readonly message: string };

interface Stripper {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly answered: Int32Array;
  /** False until its first answer. */
  hasAnswered: boolean;
}

let stripper: Stripper | undefined;

/** Plain JavaScript: this text is all the thread ever loads. */
const THREAD = `
const { stripTypeScriptTypes } = require('node:module');
const { workerData: { port, answered } } = require('node:worker_threads');
process.removeAllListeners('warning');
process.on('warning', () => {});
port.on('message', (source) => {
  let answer;
  try {
    answer = { code: stripTypeScriptTypes(source) };
  } catch (error) {
    answer = { error: String(error.stack), kind: String(error.code), message: String(error.message) };
  }
  port.postMessage(answer);
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
});
`;

function openStripper(): Stripper {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(THREAD, {
    eval: true,
    env: {},
    execArgv: [],
    workerData: { port: port2, answered },
    transferList: [port2],
  });
  worker.unref();
  port1.unref();
  return { worker, port: port1, answered, hasAnswered: false };
}

function ask(thread: Stripper, source: string): Answer | undefined {
  const { port, answered } = thread;
  const before = Atomics.load(answered, 0);
  port.postMessage(source);
  Atomics.wait(answered, 0, before, thread.hasAnswered ? PATIENCE_MS : START_PATIENCE_MS);
  thread.hasAnswered = true;
  const answer = receiveMessageOnPort(port)?.message as Answer | undefined;
  const isBroken = answer === undefined || ('kind' in answer && !SYNTAX_KINDS.has(answer.kind));
  if (isBroken) closeStripper();
  return answer;
}

const SYNTAX_KINDS: ReadonlySet<string> = new Set([
  'ERR_INVALID_TYPESCRIPT_SYNTAX',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
]);

function closeStripper(): void {
  void stripper?.worker.terminate();
  stripper?.port.close();
  stripper = undefined;
}

/** The position is in the stack only: `:<line>`, the lines of the text, a line of carets, an empty line. */
function issueOf({ error, kind, message }: Exclude<Answer, { code: string }>): Stripped {
  if (!SYNTAX_KINDS.has(kind)) return { ok: false, message: 'The text is nested too deep', line: 1, column: 1 };
  const line = Number(/^:(\d+)\n/.exec(error)?.[1] ?? 1);
  const carets = /\n( *)\^+\n/.exec(error);
  return { ok: false, message, line, column: (carets?.[1]?.length ?? 0) + 1 };
}
