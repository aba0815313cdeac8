import type { Json } from '../run/json.ts';
import { lookupsIn, renameLookups } from '../tables/find-lookups.ts';
import type { Flow, FlowNode } from './flow.ts';
import { isExpression } from './params.ts';

/** What ties a flow to one place: what a copy for another channel, region or partner is bound to instead. */
export interface FlowBindings {
  /** Connections, each once, in the order of the steps. */
  readonly connections: readonly string[];
  /** Tables its scripts and expressions look codes up in. */
  readonly tables: readonly string[];
  /** Webhooks and where they listen: no two flows may share an address. */
  readonly paths: readonly { readonly node: string; readonly name: string; readonly path: string }[];
  /** Folders of other machines it looks into: two flows that watch one folder would take each other's files. */
  readonly folders: readonly { readonly node: string; readonly name: string; readonly folder: string }[];
}

export interface CloneOf {
  readonly id: string;
  readonly name: string;
  /** What stands for what; what is not named stays. */
  readonly connections?: Readonly<Record<string, string>>;
  readonly tables?: Readonly<Record<string, string>>;
  /** New addresses and folders by the id of their step. */
  readonly paths?: Readonly<Record<string, string>>;
  readonly folders?: Readonly<Record<string, string>>;
}

const CONNECTION = 'connection';

export function bindingsOf({ nodes }: Flow): FlowBindings {
  const connections = new Set<string>();
  const tables = new Set<string>();
  for (const { params } of nodes) {
    walk(params, '', (value, name) => {
      if (name === CONNECTION && value !== '' && !isExpression(value)) connections.add(value);
      for (const table of lookupsIn(value).tables) tables.add(table);
    });
  }
  const placed = (type: (node: FlowNode) => boolean, param: string) =>
    nodes.filter(type).flatMap(({ id, name, params }) => {
      const value = params[param];
      return typeof value === 'string' ? [{ node: id, name, value }] : [];
    });
  const named = (node: FlowNode) => node.type === 'webhook';
  const watching = (node: FlowNode) => node.type.endsWith('.on-file');
  return {
    connections: [...connections],
    tables: [...tables],
    paths: placed(named, 'path').map(({ value, ...rest }) => ({ ...rest, path: value })),
    folders: placed(watching, 'folder').map(({ value, ...rest }) => ({ ...rest, folder: value })),
  };
}

/**
 * A copy of a flow under another id and name that is bound to other connections, tables, addresses and folders; everything else is as
 * it was, so `diffFlows` of both tells exactly what was bound. It begins as a draft: what publishing wrote down is left out.
 */
export function cloneFlow(
  flow: Flow,
  { id, name, connections = {}, tables = {}, paths = {}, folders = {} }: CloneOf,
): Flow {
  const { pins: _, pinned: __, ...rest } = flow;
  const { tables: ___, ...settings } = rest.settings;
  const bound = (value: string, key: string): string => {
    if (key === CONNECTION) return own(connections, value) ?? value;
    return renameLookups(value, (table) => own(tables, table));
  };
  const nodes = flow.nodes.map((node): FlowNode => {
    const params = mapped(node.params, '', bound) as FlowNode['params'];
    const path = own(paths, node.id);
    const folder = own(folders, node.id);
    return {
      ...node,
      params: { ...params, ...(path !== undefined && { path }), ...(folder !== undefined && { folder }) },
    };
  });
  return { ...rest, id, name, settings, nodes };
}

const own = (map: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

function walk(value: Json, name: string, visit: (text: string, name: string) => void): void {
  if (typeof value === 'string') visit(value, name);
  else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) walk(inner as Json, key, visit);
  }
}

function mapped(value: Json, name: string, change: (text: string, name: string) => string): Json {
  if (typeof value === 'string') return change(value, name);
  if (Array.isArray(value)) return value.map((inner: Json) => mapped(inner, name, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapped(inner as Json, key, change)]));
}
