export {
  FLOW_FILE,
  type FolderFile,
  type FolderProblem,
  LAYOUT_FILE,
  SCENARIO_SUFFIX,
  SCHEMA_FILE,
} from './folder.ts';
export { flowFileSchema } from './folder-schema.ts';
export { isFolderFlow, readFolder } from './read-folder.ts';
export { readFolders } from './read-folders.ts';
export { writeFolder } from './write-folder.ts';
