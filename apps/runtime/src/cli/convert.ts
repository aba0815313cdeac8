import { readFile, writeFile } from 'node:fs/promises';
import { convertFlow, countOutcomes, type NodeReport } from '@lockstep/nodes/convert';
import { serialiseFlow } from '@lockstep/schema/graph';
import { parseStrictJson } from '../http/json/strict-json.ts';
import { CommandError, EXIT } from './exit.ts';
import type { CommandIo } from './io.ts';

const WORDS: Readonly<Record<NodeReport['outcome'], string>> = {
  converted: 'same',
  approximated: 'nearly',
  'needs-work': 'TO DO',
  'left-out': 'left out',
};

/** `lockstep convert <file>`: a flow of n8n or Node-RED as one of ours, and what became of each of its nodes. */
export async function convert(
  file: string,
  { json, out }: { readonly json?: boolean; readonly out?: string },
  io: CommandIo,
): Promise<void> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) throw new CommandError(`There is no file ${file}.`);
  const read = parseStrictJson(bytes);
  if (!read.ok) throw new CommandError(`${file} is not JSON: ${read.reason}`, EXIT.failed);
  const found = convertFlow(read.value);
  if ('problem' in found) throw new CommandError(`${file}: ${found.problem}`, EXIT.failed);
  const { from, flow, report } = found;
  if (out !== undefined) await writeFile(out, serialiseFlow(flow));
  if (json) {
    io.out(JSON.stringify({ from, flow, report }, null, 2));
    return;
  }
  const counts = countOutcomes(report);
  const lines = report.flatMap(({ name, type, outcome, notes }) => [
    `  ${WORDS[outcome].padEnd(8)}  ${name} (${type})`,
    ...notes.map((note) => `            ${note}`),
  ]);
  io.err(
    [
      `${file}, ${from}: ${counts.converted} the same, ${counts.approximated} nearly, ${counts['needs-work']} to do, ${counts['left-out']} left out`,
      ...lines,
    ].join('\n'),
  );
  if (out === undefined) io.out(serialiseFlow(flow).trimEnd());
}
