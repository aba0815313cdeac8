import { getEstateFaults, listEstate } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Badge, Card, SkeletonRows } from '../../ui/index.ts';

/** The simulated systems, and which of them misbehave now. */
export function EstateCard() {
  const estate = useCall(listEstate, {});
  return (
    <Card
      flush
      title="Estate"
      actions={
        <Link to="/estate" className="rounded font-medium text-accent-text text-xs hover:underline">
          Open
        </Link>
      }
    >
      <AnswerView query={estate} what="The estate" loading={<SkeletonRows rows={3} label="Loading the estate" />}>
        {(systems) => (
          <ul className="py-1">
            {systems.map(({ system, label }) => (
              <li key={system} className="flex h-9 items-center justify-between px-4 text-sm">
                {label}
                <Health system={system} />
              </li>
            ))}
          </ul>
        )}
      </AnswerView>
    </Card>
  );
}

function Health({ system }: { readonly system: string }) {
  const faults = useCall(getEstateFaults, { params: { system } }, { refetchInterval: 10_000 });
  if (faults.error !== null) return <Badge tone="failed">Silent</Badge>;
  if (faults.data === undefined) return null;
  return Object.keys(faults.data).length === 0 ? (
    <Badge tone="ok">Healthy</Badge>
  ) : (
    <Badge tone="failed" icon={<TriangleAlert size={11} aria-hidden="true" />}>
      Faults on
    </Badge>
  );
}
