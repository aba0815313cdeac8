import type { Picture } from '@lockstep/schema/api';
import { ChartNoAxesColumn, ImageDown, Table2 } from 'lucide-react';
import { type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { IconButton } from '../Button.tsx';
import { Table, Td, Th } from '../Table.tsx';
import { toast } from '../toast.ts';
import { useStill } from './links.tsx';
import { isEmpty, plainTable } from './picture-table.ts';
import { savePng } from './save-png.ts';

/** What is words and boxes already, and no drawing that could be saved or told as a table. */
const PLAIN = new Set<Picture['kind']>(['rows', 'work', 'cohorts']);

/** The frame of every picture: what it is called, the question it answers, its numbers as a table, and itself as a file. */
export function PictureFrame({ picture, children }: { readonly picture: Picture; readonly children: ReactNode }) {
  const still = useStill();
  const [asTable, setAsTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const title = useId();
  const empty = isEmpty(picture);
  const save = () => {
    const svg = figure.current?.querySelector('svg[viewBox]:not([data-icon])');
    if (svg instanceof SVGSVGElement)
      savePng(svg, picture.title).catch((error: unknown) =>
        toast({ kind: 'failed', title: 'The picture could not be saved', detail: String(error) }),
      );
  };
  return (
    <figure
      ref={figure}
      aria-labelledby={title}
      className={`@container flex min-w-0 flex-col rounded-xl border bg-surface p-4 ${picture.wide ? 'xl:col-span-2' : ''}`}
    >
      <figcaption className="mb-3 flex items-start justify-between gap-3">
        <span className="min-w-0">
          <h2 id={title} className="font-semibold text-sm">
            {picture.title}
          </h2>
          <span className="block text-muted text-xs">{picture.ask}</span>
        </span>
        {!still && !empty && !PLAIN.has(picture.kind) && (
          <span className="flex shrink-0">
            <IconButton
              size="sm"
              label={asTable ? 'Show the picture' : 'Show as a table'}
              icon={asTable ? <ChartNoAxesColumn size={14} /> : <Table2 size={14} />}
              onClick={() => setAsTable(!asTable)}
            />
            {DRAWN.has(picture.kind) && !asTable && (
              <IconButton size="sm" label="Save as PNG" icon={<ImageDown size={14} />} onClick={save} />
            )}
          </span>
        )}
      </figcaption>
      {empty ? (
        <p className="py-6 text-center text-muted text-sm">Nothing in this time.</p>
      ) : asTable ? (
        <AsTable picture={picture} />
      ) : (
        children
      )}
    </figure>
  );
}

/** Kinds that are one drawing. */
const DRAWN = new Set<Picture['kind']>(['series', 'sankey', 'heatmap', 'calendar', 'dots', 'scatter', 'boxes']);

function AsTable({ picture }: { readonly picture: Picture }) {
  const { columns, rows } = useMemo(() => plainTable(picture), [picture]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <div className="max-h-72 overflow-auto" tabIndex={0}>
      <Table label={picture.title}>
        <thead className="sticky top-0 bg-surface">
          <tr>
            {columns.map((label) => (
              <Th key={label} className="px-2!">
                {label}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are drawn whole, and two may say the same
            <tr key={row}>
              {cells.map((cell, nr) => (
                <Td key={columns[nr]} className="tabular h-8! px-2!">
                  {cell}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
