import type * as Ivm from 'isolated-vm';
import type { Boot, Load } from '../frame.ts';
import type { LookupTables } from './lookup-tables.ts';

/** One isolate with its hardened realm. Every method can throw what isolated-vm throws; then only `close` is left. */
export interface Host {
  /** Compiles a unit's pieces once. */
  compile(load: Load, unit: number): void;
  run(unit: number, scope: string, seed: string, nowMs: number, timeoutMs: number): string;
  settle(timeoutMs: number): string;
  heapBytes(): number;
  close(): void;
  calls: number;
}

type Run = (unit: number, scope: string, seed: string, nowMs: number) => string;

/** @param ask answers look-ups in tables; called from inside the isolate, with text and a number, and answers text */
export function hostOpener({ addon, realm }: Boot, ask: LookupTables['ask']): (memoryMb: number) => Host {
  const ivm = loadAddon(addon);
  return (memoryMb) => {
    const isolate = new ivm.Isolate({ memoryLimit: memoryMb });
    const context = isolate.createContextSync();
    const main = evaluateRealm(isolate, context, realm);
    const exported = <T>(name: string): Ivm.Reference<T> => main.namespace.getSync(name, { reference: true });
    const run = exported<Run>('run');
    const settle = exported<() => string>('settle');
    const addScript = exported<(unit: number, factory: unknown) => void>('addScript');
    const addExpression = exported<(unit: number, key: string, expression: unknown) => void>('addExpression');
    exported<(ask: unknown) => void>('connect').applySync(undefined, [new ivm.Callback(ask, { sync: true })]);
    const compiled = new Set<number>();
    return {
      calls: 0,
      /** The author's functions go straight from the compiler into the realm; nothing of isolated-vm goes with them. */
      compile(load, unit) {
        if (compiled.has(unit)) return;
        for (const { key, code } of load.units.find(({ index }) => index === unit)?.pieces ?? []) {
          const script = isolate.compileScriptSync(code, { filename: 'script', lineOffset: -1 });
          const made: Ivm.Reference = script.runSync(context, { reference: true });
          if (key === undefined) addScript.applySync(undefined, [unit, made.derefInto()]);
          else addExpression.applySync(undefined, [unit, key, made.derefInto()]);
        }
        compiled.add(unit);
      },
      run: (unit, scope, seed, nowMs, timeout) => run.applySync(undefined, [unit, scope, seed, nowMs], { timeout }),
      settle: (timeout) => settle.applySync(undefined, [], { timeout }),
      heapBytes() {
        const { total_heap_size, externally_allocated_size } = isolate.getHeapStatisticsSync();
        return total_heap_size + externally_allocated_size;
      },
      close() {
        if (!isolate.isDisposed) isolate.dispose();
      },
    };
  };
}

function evaluateRealm(isolate: Ivm.Isolate, context: Ivm.Context, realm: Boot['realm']): Ivm.Module {
  const modules = new Map<string, Ivm.Module>();
  for (const [name, code] of Object.entries(realm)) {
    modules.set(`./${name}`, isolate.compileModuleSync(code, { filename: `lockstep:${name}` }));
  }
  const found = (specifier: string): Ivm.Module => {
    const module = modules.get(specifier);
    if (!module) throw new Error(`The realm has no module ${specifier}`);
    return module;
  };
  const main = found('./main.ts');
  main.instantiateSync(context, found);
  main.evaluateSync();
  return main;
}

/** `require` would look the file up, which the process may not; the path is exact already. */
function loadAddon(path: string): typeof Ivm {
  const holder: { exports: { ivm?: typeof Ivm } } = { exports: {} };
  process.dlopen(holder, path);
  if (!holder.exports.ivm) throw new Error('isolated-vm did not load');
  return holder.exports.ivm;
}
