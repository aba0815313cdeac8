import type { Picture } from '@lockstep/schema/api';
import { BarRows } from './BarRows.tsx';
import { BoxChart } from './BoxChart.tsx';
import { BulletRows } from './BulletRows.tsx';
import { CalendarChart } from './CalendarChart.tsx';
import { CohortTable } from './CohortTable.tsx';
import { DotChart } from './DotChart.tsx';
import { HeatChart } from './HeatChart.tsx';
import { NumberTiles } from './NumberTiles.tsx';
import { PictureFrame } from './PictureFrame.tsx';
import { RowTable } from './RowTable.tsx';
import { SankeyChart } from './SankeyChart.tsx';
import { ScatterChart } from './ScatterChart.tsx';
import { SeriesChart } from './SeriesChart.tsx';
import { StateChart } from './StateChart.tsx';
import { WaterfallChart } from './WaterfallChart.tsx';
import { type WorkActions, WorkTable } from './WorkTable.tsx';

export interface PictureViewProps {
  readonly picture: Picture;
  readonly onRange?: ((from: number, to: number) => void) | undefined;
  readonly work?: WorkActions | undefined;
}

/** Any picture of a board, in its frame. */
export function PictureView({ picture, onRange, work }: PictureViewProps) {
  if (picture.kind === 'numbers')
    return (
      <section className="xl:col-span-2">
        <h2 className="sr-only">{picture.title}</h2>
        <NumberTiles picture={picture} />
      </section>
    );
  return (
    <PictureFrame picture={picture}>
      <Drawing picture={picture} onRange={onRange} work={work} />
    </PictureFrame>
  );
}

function Drawing({ picture, onRange, work }: PictureViewProps) {
  switch (picture.kind) {
    case 'numbers':
      return <NumberTiles picture={picture} />;
    case 'series':
      return <SeriesChart picture={picture} onRange={onRange} />;
    case 'bullets':
      return <BulletRows picture={picture} />;
    case 'bars':
      return <BarRows picture={picture} />;
    case 'sankey':
      return <SankeyChart picture={picture} />;
    case 'heatmap':
      return <HeatChart picture={picture} />;
    case 'waterfall':
      return <WaterfallChart picture={picture} />;
    case 'cohorts':
      return <CohortTable picture={picture} />;
    case 'calendar':
      return <CalendarChart picture={picture} />;
    case 'dots':
      return <DotChart picture={picture} />;
    case 'scatter':
      return <ScatterChart picture={picture} />;
    case 'states':
      return <StateChart picture={picture} />;
    case 'boxes':
      return <BoxChart picture={picture} />;
    case 'rows':
      return <RowTable picture={picture} />;
    case 'work':
      return <WorkTable picture={picture} actions={work} />;
    default:
      return picture satisfies never;
  }
}
