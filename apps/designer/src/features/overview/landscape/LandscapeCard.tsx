import type { getLandscape, OkOf } from '@lockstep/schema/api';
import { useState } from 'react';
import { AnswerView } from '../../../parts/AnswerView.tsx';
import { Button, Card, formatCount, SkeletonRows } from '../../../ui/index.ts';
import { EndBox } from './EndBox.tsx';
import { FlowBox } from './FlowBox.tsx';
import { type Box, layOut, ROW } from './lay-out.ts';
import { useLandscape } from './use-landscape.ts';
import { Ways } from './Ways.tsx';

/** Systems, the flows between them, and what moved in the last ten minutes. */
export function LandscapeCard() {
  const { landscape, connections, estate } = useLandscape();
  const [all, setAll] = useState(false);
  return (
    <Card
      flush
      title="Systems and flows, last 10 minutes"
      actions={<OthersButton data={landscape.data} all={all} onChange={setAll} />}
    >
      <AnswerView
        query={landscape}
        what="The picture"
        loading={<SkeletonRows rows={4} label="Loading systems and flows" />}
      >
        {(value) => {
          const picture = layOut(value, all);
          if (picture.flows.length === 0) {
            return <p className="p-4 text-muted text-sm">No message came in the last ten minutes.</p>;
          }
          const ends = new Map(value.ends.map((end) => [end.id, end] as const));
          const column = (boxes: readonly Box[], label: string) => (
            <ul aria-label={label} className="relative" style={{ height: picture.height }}>
              {boxes.map(({ id, y }) => {
                const end = ends.get(id);
                return (
                  <li key={id} className="absolute inset-x-0" style={{ top: y - ROW / 2 + 4 }}>
                    {end && (
                      <EndBox
                        end={end}
                        connection={end.kind === 'connection' ? connections.get(end.name) : undefined}
                        simulated={end.kind === 'connection' ? estate.get(end.name) : undefined}
                      />
                    )}
                  </li>
                );
              })}
            </ul>
          );
          return (
            <div className="grid grid-cols-[minmax(9rem,1fr)_minmax(2.5rem,0.5fr)_minmax(12rem,1.4fr)_minmax(2.5rem,0.5fr)_minmax(9rem,1fr)] overflow-x-auto p-4">
              {column(picture.sources, 'Where messages come from')}
              <Ways picture={picture} side="in" />
              <ul aria-label="Flows" className="relative" style={{ height: picture.height }}>
                {picture.flows.map(({ id, flow, y }) => (
                  <li key={id} className="absolute inset-x-0" style={{ top: y - ROW / 2 + 4 }}>
                    <FlowBox flow={flow} />
                  </li>
                ))}
              </ul>
              <Ways picture={picture} side="out" />
              {column(picture.targets, 'Where they lead')}
            </div>
          );
        }}
      </AnswerView>
    </Card>
  );
}

interface OthersButtonProps {
  readonly data: OkOf<typeof getLandscape> | undefined;
  readonly all: boolean;
  readonly onChange: (all: boolean) => void;
}

function OthersButton({ data, all, onChange }: OthersButtonProps) {
  const others = data === undefined ? 0 : layOut(data, false).others;
  if (others === 0) return null;
  return (
    <Button size="sm" aria-pressed={all} onClick={() => onChange(!all)}>
      {all ? 'Only what moved' : `${formatCount(others)} more ${others === 1 ? 'flow' : 'flows'}`}
    </Button>
  );
}
