import type { Flow } from '../graph/flow.ts';
import { FLOW_FILE, type FolderFile, type FolderProblem } from './folder.ts';
import { isFolderFlow, readFolder } from './read-folder.ts';

/** The flows of many folders, wherever these lie among the files; or everything that is wrong with any of them. */
export function readFolders(
  files: readonly FolderFile[],
): readonly Flow[] | { readonly problems: readonly FolderProblem[] } {
  const folders = files.flatMap(({ path }) =>
    path === FLOW_FILE ? [''] : path.endsWith(`/${FLOW_FILE}`) ? [path.slice(0, -FLOW_FILE.length)] : [],
  );
  const problems: FolderProblem[] = [];
  const flows = new Map<string, Flow>();
  for (const folder of folders) {
    const own = files.filter(({ path }) => path.startsWith(folder));
    const read = readFolder(own.map(({ path, text }) => ({ path: path.slice(folder.length), text })));
    const file = `${folder}${FLOW_FILE}`;
    if (!isFolderFlow(read)) problems.push(...read.map((problem) => ({ ...problem, file: folder + problem.file })));
    else if (flows.has(read.id)) problems.push({ file, message: `The flow "${read.id}" is in another folder too.` });
    else flows.set(read.id, read);
  }
  if (folders.length === 0) problems.push({ file: FLOW_FILE, message: 'There is no folder with such a file.' });
  return problems.length > 0 ? { problems } : [...flows.values()];
}
