import { listConnections, listContracts } from '@lockstep/schema/api';
import { useCall } from '../../api/index.ts';

const NO_CONNECTIONS = [] as const;
const NO_CONTRACTS = [] as const;

/** The connections and contracts forms choose from. Empty until they are known. */
export function useFormSources() {
  const connections = useCall(listConnections, {}, { staleTime: 30_000 });
  const contracts = useCall(listContracts, {}, { staleTime: 60_000 });
  return {
    connections: connections.data?.connections ?? NO_CONNECTIONS,
    contracts: contracts.data?.contracts ?? NO_CONTRACTS,
  };
}
