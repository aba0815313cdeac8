/** One text file of a folder, by its path below it: `maps/to-erp.map.ts`. */
export interface FolderFile {
  readonly path: string;
  readonly text: string;
}

/** What is wrong with a folder, and where. Line and column count from 1; absent where the whole file is meant. */
export interface FolderProblem {
  readonly file: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** The files of a flow's folder that have a name of their own. */
export const FLOW_FILE = 'flow.json';
export const LAYOUT_FILE = 'layout.json';
/** What steps of a draft are tried with. */
export const PINNED_FILE = 'pinned.json';
/** Beside the folders of the flows: what `$schema` of a flow file points to. */
export const SCHEMA_FILE = 'flow.schema.json';
/** Scenarios lie among the tests and are no part of the flow. */
export const SCENARIO_SUFFIX = '.scenario.json';

/** Where the script of a map lies; in the flow file this text stands in its place. */
export const mapFile = (node: string): string => `maps/${node}.map.ts`;
export const samplesFile = (node: string): string => `samples/${node}.json`;
export const testFile = (stem: string): string => `tests/${stem}.json`;
