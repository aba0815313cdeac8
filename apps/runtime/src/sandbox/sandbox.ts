import { openChild } from './child-link.ts';
import { type CompiledProgram, type CompiledUnit, compileProgram } from './compile.ts';
import { type Job, refused } from './job.ts';
import { readLaunchKit } from './launch.ts';
import { openPool } from './pool.ts';
import type { Sandbox, SandboxCall, SandboxProgram, SandboxResult, SandboxScope, ScriptIssue } from './types.ts';

const DEFAULT_SIZE = 2;
const DEFAULT_TIMEOUT_MS = 1000;
const DEFAULT_MEMORY_MB = 64;
/** isolated-vm's own minimum; and what fits in a child's data limit beside other isolates. */
const MIN_MEMORY_MB = 8;
const MAX_MEMORY_MB = 256;
const MAX_COMPILED = 500;

export interface SandboxOptions {
  /** Processes that work at the same time, 2 when absent; one more stands by. */
  readonly size?: number;
  /** Lets V8 compile to machine code: faster for heavy computing, and the memory limit is softer. */
  readonly jit?: boolean;
  /** One line for the operator when a child had to be killed, or ended by itself. */
  readonly log?: (line: string) => void;
}

/**
 * Starts the child processes; resolves when the first is ready.
 *
 * @throws Error when they cannot be started (no isolated-vm binary for this platform, no `/bin/sh`)
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { size = DEFAULT_SIZE, jit = false, log = () => {} } = options;
  const kit = readLaunchKit({ jit });
  const pool = await openPool({ start: (events) => openChild(kit, events), size, log });
  /** By key, in order of use. */
  const compiled = new Map<string, CompiledProgram>();
  let nextId = 1;

  return {
    async call(call) {
      const program = compiledOf(call.program);
      const unit = program.units.get(call.unit);
      if (!unit) return refused('COMPILE_ERROR', `The flow has no script '${call.unit}'`);
      const [issue] = unit.issues;
      if (issue) return { ok: false, error: compileError(issue) };
      const job = jobFields(call, program, unit);
      return new Promise<SandboxResult>((resolve) => {
        nextId = nextId >= 0xffff_ffff ? 1 : nextId;
        pool.submit({ ...job, id: nextId++, askedAt: performance.now(), deaths: 0, isDone: false, resolve });
      });
    },
    close: () => pool.close(),
  };

  function compiledOf(program: SandboxProgram): CompiledProgram {
    const found = compiled.get(program.key) ?? compileProgram(program);
    compiled.delete(program.key);
    compiled.set(program.key, found);
    for (const oldest of compiled.size > MAX_COMPILED ? [...compiled.keys()].slice(0, 1) : []) compiled.delete(oldest);
    return found;
  }
}

type JobFields = Omit<Job, 'id' | 'askedAt' | 'deaths' | 'isDone' | 'resolve'>;

function jobFields(call: SandboxCall, program: CompiledProgram, unit: CompiledUnit): JobFields {
  return {
    program,
    unit,
    memoryMb: Math.min(Math.max(Math.round(call.memoryMb ?? DEFAULT_MEMORY_MB), MIN_MEMORY_MB), MAX_MEMORY_MB),
    timeoutMs: Math.max(1, Math.round(call.timeoutMs ?? DEFAULT_TIMEOUT_MS)),
    nowMs: call.nowMs,
    seed: `${call.unit}\n${call.seed}`,
    tables: call.tables,
    scope: JSON.stringify(seenBy(unit, call.scope)),
  };
}

function seenBy({ needsAll, needsVars }: CompiledUnit, { vars, ...scope }: SandboxScope): Partial<SandboxScope> {
  const seen = needsAll ? scope : { input: scope.input };
  return needsVars ? { ...seen, vars: vars ?? {} } : seen;
}

function compileError({ message, line, column, key }: ScriptIssue): Extract<SandboxResult, { ok: false }>['error'] {
  return { code: 'COMPILE_ERROR', message, line, column, ...(key === undefined ? {} : { key }) };
}
