import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as api from '@lockstep/schema/api';
import { apiAt, orFail } from './client.ts';
import { CommandError, EXIT } from './exit.ts';
import type { RemoteOptions } from './flow-commands.ts';
import type { CommandIo } from './io.ts';

export interface ReportOptions extends RemoteOptions {
  readonly from?: string;
  readonly to?: string;
  /** Names with commas between. */
  readonly boards: string;
  readonly out: string;
}

/** What `apps/designer/src/report` is built into. */
interface Renderer {
  renderReport(input: { boards: readonly api.Board[]; base: string; madeAt: number }): string;
}

const RENDERER = fileURLToPath(new URL('../../../designer/dist/report/render.js', import.meta.url));

/** `lockstep report`: boards of a running runtime as one page. With `--json` the boards themselves are printed, and no page is written. */
export async function report({ url, json, from, to, boards, out }: ReportOptions, io: CommandIo): Promise<void> {
  const query = { ...timeOf('from', from), ...timeOf('to', to) };
  const call = apiAt(url);
  const read: api.Board[] = [];
  for (const name of namesOf(boards)) {
    if (!json) io.err(`Reading ${name} ...`);
    read.push(orFail(await call(api.getBoard, { params: { board: name }, query }), url));
  }
  if (json) return io.out(JSON.stringify({ boards: read }, null, 2));
  const { renderReport } = await loadRenderer();
  await writeFile(out, renderReport({ boards: read, base: url, madeAt: Date.now() })).catch((error: Error) => {
    throw new CommandError(`${out} could not be written: ${error.message}`);
  });
  io.out(resolve(out));
}

function timeOf<Name extends 'from' | 'to'>(name: Name, text: string | undefined): { readonly [Key in Name]?: string } {
  if (text === undefined) return {};
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    throw new CommandError(`--${name}: "${text}" is no time. Write 2026-11-27 or 2026-11-27T08:00:00Z.`, EXIT.usage);
  }
  return { [name]: new Date(at).toISOString() } as { readonly [Key in Name]?: string };
}

function namesOf(boards: string): readonly api.BoardName[] {
  return boards.split(',').map((name) => {
    const known = api.BOARDS.find((board) => board === name.trim());
    if (known === undefined) {
      throw new CommandError(`There is no board "${name}"; there are ${api.BOARDS.join(', ')}.`, EXIT.usage);
    }
    return known;
  });
}

async function loadRenderer(): Promise<Renderer> {
  if (!existsSync(RENDERER)) {
    throw new CommandError(
      'The pictures are drawn by the designer, which is not built here: npm run build -w apps/designer.',
    );
  }
  return (await import(pathToFileURL(RENDERER).href)) as Renderer;
}
