import { listSchedules } from '@lockstep/schema/api';
import { useCall } from '../../api/index.ts';
import { Time } from '../../ui/index.ts';

/** The schedules of a published flow in words, each with its next run; the kind of start while they are not known. */
export function ScheduleLine({ flowId, label }: { readonly flowId: string; readonly label: string }) {
  const { data } = useCall(listSchedules, {}, { staleTime: 60_000 });
  const schedules = data?.filter((schedule) => schedule.flowId === flowId) ?? [];
  if (schedules.length === 0) return <div className="truncate text-muted">{label}</div>;
  return schedules.map(({ node, sentence, next: [next], paused }) => (
    <div key={node} className="min-w-0">
      <p className="truncate" title={sentence}>
        {sentence}
      </p>
      <p className="truncate text-muted text-xs">
        {paused && 'Paused'}
        {!paused && next !== undefined && (
          <>
            Next <Time at={next} className="relative z-10" />
          </>
        )}
      </p>
    </div>
  ));
}
