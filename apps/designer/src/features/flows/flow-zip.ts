import { type FolderFile, flowFileSchema, readFolders, SCHEMA_FILE, writeFolder } from '@lockstep/schema/folders';
import type { Flow } from '@lockstep/schema/graph';
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';

/** Most that an archive may hold, unpacked. */
const MAX_BYTES = 100_000_000;
/** What equal flows give equal archives by. */
const NO_TIME = new Date(1980, 0, 1);

/** Flows as folders for git, in one archive: `flows/<flow>/flow.json` and so on. */
export function zipFlows(flows: readonly Flow[]): Uint8Array {
  const files: Zippable = { [`flows/${SCHEMA_FILE}`]: strToU8(flowFileSchema()) };
  for (const flow of flows)
    for (const { path, text } of writeFolder(flow)) files[`flows/${flow.id}/${path}`] = strToU8(text);
  return zipSync(files, { mtime: NO_TIME });
}

export type UnzippedFlows = { readonly flows: readonly Flow[] } | { readonly problems: readonly string[] };

/** The flows of an archive, all of them; or sentences with file, line and column that say what is wrong. */
export function unzipFlows(bytes: Uint8Array): UnzippedFlows {
  const files: FolderFile[] = [];
  let size = 0;
  try {
    const unzipped = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/\.(json|ts)$/.test(name)) return false;
        size += originalSize;
        return size <= MAX_BYTES;
      },
    });
    for (const [path, data] of Object.entries(unzipped)) files.push({ path, text: strFromU8(data) });
  } catch (error) {
    return { problems: [`It is no archive: ${error instanceof Error ? error.message : String(error)}.`] };
  }
  if (size > MAX_BYTES) return { problems: [`It holds more than ${MAX_BYTES / 1_000_000} MB.`] };
  const read = readFolders(files);
  if (!('problems' in read)) return { flows: read };
  const place = (line?: number, column?: number) => (line === undefined ? '' : `, line ${line}, column ${column ?? 1}`);
  return {
    problems: read.problems.map(({ file, line, column, message }) => `${file}${place(line, column)}: ${message}`),
  };
}
