import { diffJson } from '../graph/diff.ts';
import { FLOW_FORMAT, type Flow } from '../graph/flow.ts';
import { isFlow, readFlow } from '../graph/upgrade.ts';
import { readStrictJson } from '../json/read-strict-json.ts';
import type { Json } from '../run/json.ts';
import {
  FLOW_FILE,
  type FolderFile,
  type FolderProblem,
  LAYOUT_FILE,
  mapFile,
  PINNED_FILE,
  SCENARIO_SUFFIX,
  samplesFile,
  testFile,
} from './folder.ts';
import { placeInJson } from './place-in-json.ts';

type Path = readonly (string | number)[];
/** Where a part of the document came from: its file, and how much of the path to it that file stands for. */
interface Origin {
  readonly at: Path;
  readonly file: string;
}

/**
 * The flow of a folder that `writeFolder` or a person wrote; or everything that is wrong, with file and line. A member nobody knows
 * is a mistake here, since it would be lost in silence. Files outside of `maps`, `samples` and `tests` are not looked at.
 */
export function readFolder(files: readonly FolderFile[]): Flow | readonly FolderProblem[] {
  const reader = new FolderReader(files);
  const flow = reader.read();
  return reader.problems.length > 0 || !flow ? reader.problems : flow;
}

/** True when `readFolder` gave a flow rather than problems. */
export function isFolderFlow(result: Flow | readonly FolderProblem[]): result is Flow {
  return !Array.isArray(result);
}

class FolderReader {
  readonly problems: FolderProblem[] = [];
  private readonly texts: ReadonlyMap<string, string>;
  private readonly used = new Set<string>();
  private readonly origins: Origin[] = [];

  constructor(files: readonly FolderFile[]) {
    this.texts = new Map(files.map(({ path, text }) => [path, text]));
  }

  read(): Flow | undefined {
    const document = this.json(FLOW_FILE, []);
    if (!isObject(document)) {
      if (this.problems.length === 0) this.problem(FLOW_FILE, [], 'A flow is a JSON object.');
      return undefined;
    }
    const { $schema: _, layout: strayLayout, pinned: strayPinned, ...rest } = document;
    if (strayLayout !== undefined) this.problem(FLOW_FILE, ['layout'], `The layout belongs into ${LAYOUT_FILE}.`);
    const layout = this.texts.has(LAYOUT_FILE) ? this.json(LAYOUT_FILE, ['layout']) : { nodes: {}, notes: [] };
    if (strayPinned !== undefined) this.problem(FLOW_FILE, ['pinned'], `Pinned samples belong into ${PINNED_FILE}.`);
    const pinned = this.texts.has(PINNED_FILE) && { pinned: this.json(PINNED_FILE, ['pinned']) };
    const nodes = Array.isArray(rest.nodes) ? rest.nodes.map((node, at) => this.node(node, at)) : rest.nodes;
    const tests = Array.isArray(rest.tests) ? rest.tests.map((test, at) => this.test(test, at)) : (rest.tests ?? []);
    if (this.problems.length > 0) return undefined;
    const flow = this.checked({ ...rest, nodes, tests, layout, ...pinned } as Record<string, Json>);
    if (flow) this.checkLeftOver();
    return flow;
  }

  private node(node: Json, at: number): Json {
    if (!isObject(node) || typeof node.id !== 'string') return node;
    const { id } = node;
    const samples = this.texts.has(samplesFile(id)) && !this.used.has(samplesFile(id));
    const whole = samples ? { ...node, samples: this.json(samplesFile(id), ['nodes', at, 'samples']) ?? null } : node;
    const { params } = node;
    if (!isObject(params) || params.script !== mapFile(id)) return whole;
    const text = this.texts.get(mapFile(id));
    this.used.add(mapFile(id));
    if (text === undefined) {
      this.problem(FLOW_FILE, ['nodes', at, 'params', 'script'], `There is no file ${mapFile(id)}.`);
      return whole;
    }
    this.origins.push({ at: ['nodes', at, 'params', 'script'], file: mapFile(id) });
    return { ...whole, params: { ...params, script: text.endsWith('\n') ? text.slice(0, -1) : text } };
  }

  private test(stem: Json, at: number): Json {
    if (typeof stem !== 'string') return stem;
    const file = testFile(stem);
    if (this.texts.has(file)) return this.json(file, ['tests', at]) ?? null;
    this.problem(FLOW_FILE, ['tests', at], `There is no file ${file}.`);
    return null;
  }

  private checkLeftOver(): void {
    for (const path of this.texts.keys()) {
      if (!/^(maps|samples|tests)\//.test(path) || path.endsWith(SCENARIO_SUFFIX) || this.used.has(path)) continue;
      this.problems.push({ file: path, message: `Nothing in ${FLOW_FILE} belongs to this file.` });
    }
  }

  /** Against the format, with each issue at its place in its file. */
  private checked(document: Record<string, Json>): Flow | undefined {
    const flow = readFlow(document);
    if (!isFlow(flow)) {
      for (const { field = '', message } of flow) this.problemAt(field === '' ? [] : field.split('/'), message);
      return undefined;
    }
    if (document.format !== FLOW_FORMAT) return flow;
    for (const { path, after } of diffJson(document, flow)) {
      if (after !== undefined) continue;
      const parts = path.split('/').slice(1).map(plain);
      this.problemAt(parts, `"${parts.at(-1)}" is not known here.`);
    }
    return flow;
  }

  private json(file: string, at: Path): Json | undefined {
    const text = this.texts.get(file);
    this.used.add(file);
    if (text === undefined) {
      this.problems.push({ file, message: 'The file is missing.' });
      return undefined;
    }
    this.origins.push({ at, file });
    const read = readStrictJson(text);
    if (read.ok) return read.value;
    this.problems.push({ file, message: read.reason, line: read.line, column: read.column });
    return undefined;
  }

  /** A problem at a path of the whole document. */
  private problemAt(path: Path, message: string): void {
    const holds = ({ at }: Origin) => at.every((part, index) => String(part) === String(path[index]));
    const [origin] = this.origins.filter(holds).toSorted((a, b) => b.at.length - a.at.length);
    if (origin) this.problem(origin.file, path.slice(origin.at.length), message);
    else this.problems.push({ file: FLOW_FILE, message });
  }

  private problem(file: string, path: Path, message: string): void {
    const text = this.texts.get(file) ?? '';
    const place = file.endsWith('.json') ? placeInJson(text, path) : { line: 1, column: 1 };
    this.problems.push({ file, message, ...place });
  }
}

function plain(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
