import { catalogue } from '@lockstep/nodes/catalogue';
import { runs } from '@lockstep/nodes/runs';
import type { SampleReport } from '@lockstep/schema/api';
import { contracts } from '@lockstep/schema/contracts';
import { coverageOf, flowTestsOf, type Issue, isError } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { createContractChecker } from '../runner/contracts.ts';
import { type FlowTestParts, type FlowTestReport, runFlowTest } from '../runner/flow-tests/run-flow-test.ts';
import { runSamples } from '../runner/samples/index.ts';
import { withFixedTables } from '../runner/tables/fixed-tables.ts';
import { createSandbox } from '../sandbox/index.ts';
import { asContract } from './contract-files.ts';
import { CommandError } from './exit.ts';
import { issueText } from './flow-files.ts';
import type { CommandIo } from './io.ts';
import { sampleLines, shown } from './sample-lines.ts';
import { readTables } from './table-files.ts';
import { type CheckedFlow, readChecked } from './validate.ts';

export interface TestOptions {
  readonly json?: boolean;
  readonly only?: string;
  readonly seed?: number;
  /** Tells what of each drawing the tests went through. */
  readonly coverage?: boolean;
  /** Folder of the tables that look-ups ask. */
  readonly tables?: string;
}

/** A flow that has errors runs no test. */
interface FileReport {
  readonly file: string;
  readonly errors: readonly Issue[];
  readonly tests: readonly FlowTestReport[];
  readonly samples: readonly SampleReport[];
  readonly coverage?: ReturnType<typeof coverageOf>;
}

/** `lockstep test <path...>`: tests of flows, and samples of their maps. Fails when one of them does, when a flow has errors, and when there was nothing to test. */
export async function test(paths: readonly string[], options: TestOptions, io: CommandIo): Promise<void> {
  const { flows: files, contracts: found } = await readChecked(paths);
  const known = [...contracts, ...found.flatMap(({ contract }) => (contract ? [asContract(contract)] : []))];
  const tables = options.tables === undefined ? [] : await readTables(options.tables);
  const sandbox = await createSandbox({ size: 1 });
  const reports: FileReport[] = [];
  try {
    const asking = withFixedTables(sandbox, tables);
    const parts = { catalogue, runs, sandbox: asking, contracts: createContractChecker(known) };
    for (const file of files) {
      const report = await testFile(file, options, parts);
      reports.push(report);
      if (!options.json) io.out(textOf(report));
    }
  } finally {
    await sandbox.close();
  }
  const tests = reports.flatMap((report) => report.tests);
  const samples = reports.flatMap((report) => report.samples);
  const failed = [...tests, ...samples].filter(({ ok }) => !ok).length;
  const broken = reports.filter(({ errors }) => errors.length > 0).length;
  const isGood = failed + broken === 0 && tests.length + samples.length > 0;
  if (options.json) io.out(JSON.stringify({ ok: isGood, files: reports }, null, 2));
  else
    io.out(
      `${count(tests.length, 'test')}, ${count(samples.length, 'sample')}, ${failed} failed${broken > 0 ? `, ${count(broken, 'flow')} with errors` : ''}.`,
    );
  if (isGood) return;
  if (failed + broken > 0) throw new CommandError(`${count(failed + broken, 'failure')}.`);
  const asked = options.only === undefined ? '' : ` with the id or name "${options.only}"`;
  throw new CommandError(`There is no test${asked} in ${count(files.length, 'file')}.`);
}

async function testFile(
  { file, flow, issues }: CheckedFlow,
  { only, seed, coverage }: TestOptions,
  parts: FlowTestParts,
): Promise<FileReport> {
  const errors = issues.filter(isError);
  if (!flow || errors.length > 0) return { file, errors, tests: [], samples: [] };
  const tests: FlowTestReport[] = [];
  for (const one of flowTestsOf(flow).filter(({ id, name }) => only === undefined || only === id || only === name)) {
    tests.push(await runFlowTest(flow, seed === undefined ? one : { ...one, seed }, parts));
  }
  const { sandbox, contracts: checker } = parts;
  const checkContract = (ref: string, value: Json) => checker.check(ref, value);
  const samples = await runSamples(flow, { sandbox, checkContract }, { only });
  const taken = tests.flatMap((report) => report.taken);
  return { file, errors, tests, samples, ...(coverage && { coverage: coverageOf(flow, parts.catalogue, taken) }) };
}

function textOf({ file, errors, tests, samples, coverage }: FileReport): string {
  if (errors.length > 0) return [`${file}: has errors`, ...errors.map((issue) => `  ${issueText(issue)}`)].join('\n');
  if (tests.length + samples.length === 0) return `${file}: no tests`;
  const covered = coverage === undefined ? [] : coverageLines(coverage);
  return [`${file}:`, ...tests.flatMap(linesOf), ...samples.flatMap(sampleLines), ...covered].join('\n');
}

function linesOf({ ok, name, status, tookMs, path, exception, ...report }: FlowTestReport): readonly string[] {
  const reason = exception ? ` at ${exception.node}: ${exception.reason}` : '';
  return [
    `  ${ok ? 'ok  ' : 'FAIL'}  ${name} (${status} in ${duration(tookMs)}, ${count(path.length, 'step')})`,
    ...(ok ? [] : [`        seed ${report.seed}, ${status}${reason}`]),
    ...report.unanswered.map(
      (id) => `        "${id}" reaches out of the flow: give it a reply under replies/${id}, or a mock`,
    ),
    ...report.problems.map((problem) => `        ${problem}`),
    ...report.differences.map(
      ({ at, expected, actual }) => `        ${at}: expected ${shown(expected)}, was ${shown(actual)}`,
    ),
  ];
}

const KINDS = { step: 'steps', branch: 'branches', error: 'error ports', undo: 'compensations' } as const;

/** What the tests went through, and each thing they did not. */
function coverageLines({ kinds, missing }: ReturnType<typeof coverageOf>): readonly string[] {
  const sums = kinds.filter(({ of }) => of > 0).map(({ kind, covered, of }) => `${KINDS[kind]} ${covered} of ${of}`);
  return [
    `  covered: ${sums.join(', ')}`,
    ...missing.map(({ kind, node, port, undo }) => {
      if (kind === 'undo') return `        compensation of "${node}" never exercised: "${undo}" did not run`;
      return kind === 'step' ? `        "${node}" never ran` : `        "${node}" never left by "${port}"`;
    }),
  ];
}

/** Virtual time as a person says it. */
function duration(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  const units: readonly (readonly [number, string])[] = [
    [86_400_000, 'days'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ];
  const [size, unit] = units.find(([least]) => ms >= least) ?? [1_000, 's'];
  return `${Math.round((ms / size) * 10) / 10} ${unit}`;
}

const count = (many: number, what: string) => `${many} ${what}${many === 1 ? '' : 's'}`;
