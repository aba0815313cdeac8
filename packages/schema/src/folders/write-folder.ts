import type { Flow, FlowNode } from '../graph/flow.ts';
import { serialiseJson } from '../graph/serialise.ts';
import {
  FLOW_FILE,
  type FolderFile,
  LAYOUT_FILE,
  mapFile,
  PINNED_FILE,
  SCHEMA_FILE,
  samplesFile,
  testFile,
} from './folder.ts';

/**
 * A flow as a folder for git: what it means in `flow.json`, places on the canvas in `layout.json`, so that a moved box is in no
 * review, scripts, samples and tests in files of their own. Equal flows give equal text. `readFolder` is its inverse.
 */
export function writeFolder(flow: Flow): readonly FolderFile[] {
  const { layout, tests, nodes, pinned, ...rest } = flow;
  const files: FolderFile[] = [];
  const stems = stemsOf(tests.map(({ id }) => id));
  const drawn = nodes.map((node, at) => {
    const isFirst = nodes.findIndex(({ id }) => id === node.id) === at;
    return isFirst ? apart(node, files) : node;
  });
  for (const [at, test] of tests.entries()) files.push({ path: testFile(stems[at] ?? ''), text: serialiseJson(test) });
  if (pinned) files.push({ path: PINNED_FILE, text: serialiseJson(pinned) });
  const document = { $schema: `../${SCHEMA_FILE}`, ...rest, nodes: drawn, tests: stems };
  return [
    { path: FLOW_FILE, text: serialiseJson(document) },
    { path: LAYOUT_FILE, text: serialiseJson(layout) },
    ...files,
  ];
}

/** A step with its script and its samples put into files. */
function apart(node: FlowNode, files: FolderFile[]): unknown {
  const { samples, ...rest } = node;
  if (samples) files.push({ path: samplesFile(node.id), text: serialiseJson(samples) });
  const { script } = node.params;
  if (typeof script !== 'string' || !script.isWellFormed()) return rest;
  // Files of text end with a line feed: one is added here and taken away by `readFolder`.
  files.push({ path: mapFile(node.id), text: `${script}\n` });
  return { ...rest, params: { ...node.params, script: mapFile(node.id) } };
}

/** Names of files for ids of tests: the id where it is one, else what is left of it; none twice, also where case does not count. */
function stemsOf(ids: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return ids.map((id) => {
    const plain = id
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 60)
      .replaceAll(/^-+|-+$/g, '');
    const base = plain === '' ? 'test' : plain;
    let stem = base;
    for (let more = 2; taken.has(stem); more += 1) stem = `${base}-${more}`;
    taken.add(stem);
    return stem;
  });
}
