import type { PictureOf, PictureTone } from '@lockstep/schema/api';
import { type SankeyLink, type SankeyNode, sankey, sankeyLeft } from 'd3-sankey';

type Picture = PictureOf<'sankey'>;
type Node = Picture['nodes'][number];
type Link = { readonly value: number };

export interface PlacedNode extends Node {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly value: number;
}

export interface PlacedLink {
  readonly key: string;
  readonly label: string;
  readonly tone: PictureTone;
  readonly width: number;
  readonly band: SankeyLink<Node, Link>;
}

/** @throws RangeError when a way leads back: a sankey has no loops */
export function layOutSankey(
  { nodes, links }: Picture,
  width: number,
  height: number,
): { readonly nodes: readonly PlacedNode[]; readonly links: readonly PlacedLink[] } {
  if (links.length === 0) return { nodes: [], links: [] };
  refuseLoops(links);
  const graph = sankey<Node, Link>()
    .nodeId(({ id }) => id)
    .nodeAlign(sankeyLeft)
    .nodeSort(null)
    .nodeWidth(12)
    .nodePadding(18)
    .extent([
      [1, 8],
      [width - 1, height - 8],
    ])({
    nodes: nodes.map((node) => ({ ...node })),
    links: links.map(({ from, to, value }) => ({ source: from, target: to, value })),
  });
  return {
    nodes: graph.nodes.map(({ id, label, tone, href, x0 = 0, x1 = 0, y0 = 0, y1 = 0, value = 0 }) => ({
      id,
      label,
      tone,
      href,
      x0,
      x1,
      y0,
      y1,
      value,
    })),
    links: graph.links.map((band) => {
      const [source, target] = [band.source as SankeyNode<Node, Link>, band.target as SankeyNode<Node, Link>];
      return {
        key: `${source.id}>${target.id}`,
        label: `${source.label} → ${target.label}: ${band.value}`,
        tone: target.tone,
        width: band.width ?? 0,
        band,
      };
    }),
  };
}

function refuseLoops(links: Picture['links']): void {
  const next = Map.groupBy(links, ({ from }) => from);
  const done = new Set<string>();
  const visit = (id: string, way: readonly string[]): void => {
    if (way.includes(id)) throw new RangeError(`The ways of the picture lead back: ${[...way, id].join(' → ')}.`);
    if (done.has(id)) return;
    for (const { to } of next.get(id) ?? []) visit(to, [...way, id]);
    done.add(id);
  };
  for (const { from } of links) visit(from, []);
}
