import { listConnections, listContracts } from '@lockstep/schema/api';
import { useMemo } from 'react';
import { useCall } from '../../api/index.ts';
import { useCallees, versionsOf } from '../../parts/use-callees.ts';

const NO_CONNECTIONS = [] as const;
const NO_CONTRACTS = [] as const;

/** The connections, contracts and flows forms choose from. Empty until they are known. */
export function useFormSources() {
  const connections = useCall(listConnections, {}, { staleTime: 30_000 });
  const contracts = useCall(listContracts, {}, { staleTime: 60_000 });
  const callees = useCallees();
  const flows = useMemo(
    () =>
      callees
        .filter(({ isCallable }) => isCallable)
        .map((callee) => ({
          id: callee.id,
          name: callee.name,
          versions: versionsOf(callee),
          releases: callee.releases,
        })),
    [callees],
  );
  return {
    flows,
    connections: connections.data?.connections ?? NO_CONNECTIONS,
    contracts: contracts.data?.contracts ?? NO_CONTRACTS,
  };
}
