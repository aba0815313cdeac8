import { type BoundNeed, getBindings, getTable, listContracts } from '@lockstep/schema/api';
import { findContract } from '@lockstep/schema/contracts';
import { compareSurroundings, type Surroundings, tellSurrounding } from '@lockstep/schema/environments';
import type { Flow } from '@lockstep/schema/graph';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../../api/index.ts';

export interface AroundChangesProps {
  readonly flowId: string;
  readonly before: Flow;
  readonly after: Flow;
  /** Both states are of this environment: what they stand on can be read here. */
  readonly isHere: boolean;
}

/** What is different in the contracts and tables that two states of a flow stand on: rows by key, and what a change of a contract means. */
export function AroundChanges({ flowId, before, after, isHere }: AroundChangesProps) {
  const { data } = useQuery({
    queryKey: ['around', flowId, before, after],
    queryFn: async () => {
      const [old, now] = await Promise.all([before, after].map((flow) => surroundingsOf(flowId, flow)));
      return old && now ? compareSurroundings(old, now).map(tellSurrounding) : [];
    },
    enabled: isHere,
    staleTime: 60_000,
  });
  if (data === undefined || data.length === 0) return null;
  return (
    <section aria-label="Contracts and tables" className="max-h-[40%] shrink-0 overflow-auto border-b px-4 py-3">
      <h2 className="font-medium text-sm">Contracts and tables</h2>
      <ul className="mt-1 flex flex-col gap-2">
        {data.map(({ sign, text, lines }) => (
          <li key={text} className="text-sm">
            <p className="font-mono text-xs">
              {sign} {text}
            </p>
            {lines.length > 0 && (
              <ul className="mt-0.5 pl-3 font-mono text-2xs text-muted">
                {lines.map((line) => (
                  <li key={line} className="break-all">
                    {line}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A published version means the versions it was pinned to, a draft the newest. */
async function surroundingsOf(flowId: string, flow: Flow): Promise<Surroundings> {
  const { needs } = await ask(getBindings, { params: { flowId }, body: { flow } });
  const named = (kind: BoundNeed['kind']) => needs.filter((need) => need.kind === kind && need.version !== undefined);
  const [contracts, tables] = [named('contract'), named('table')];
  const known = contracts.length === 0 ? [] : (await ask(listContracts, {})).contracts;
  return {
    contracts: contracts.flatMap(({ name, version }) => findContract(`${name.split('@')[0]}@${version}`, known) ?? []),
    tables: await Promise.all(
      tables.map(({ name, version }) => ask(getTable, { params: { name }, query: { version: Number(version) } })),
    ),
  };
}
