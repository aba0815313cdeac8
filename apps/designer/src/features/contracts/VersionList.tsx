import {
  type ContractPage,
  type ContractVersionSummary,
  getContract,
  getContractUsage,
  getContractVersion,
  listContracts,
  listRegistry,
  restoreContract,
} from '@lockstep/schema/api';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useSend } from '../../api/index.ts';
import { Badge, Button, Time, toast } from '../../ui/index.ts';
import { Reasons } from './Reasons.tsx';

/** The versions of a contract, newest first: what changed, who published it, and whether it ends. */
export function VersionList({ contract }: { readonly contract: ContractPage }) {
  return (
    <ul className="divide-y">
      {contract.versions.map((version) => (
        <Version key={version.version} contract={contract} version={version} />
      ))}
    </ul>
  );
}

function Version({
  contract: { name, builtIn },
  version,
}: {
  readonly contract: ContractPage;
  readonly version: ContractVersionSummary;
}) {
  const search = useSearch({ from: '/contracts/$name' });
  const navigate = useNavigate({ from: '/contracts/$name' });
  const { send, pending } = useSend(restoreContract, [
    getContract,
    getContractVersion,
    getContractUsage,
    listContracts,
    listRegistry,
  ]);
  const { version: number, publishedAt, publishedBy, note, compatibility, deprecation } = version;
  const restore = async (): Promise<void> => {
    const answer = await send({ params: { name, version: number } });
    if (!answer.ok) toast({ kind: 'failed', title: answer.problem.detail ?? answer.problem.title });
  };
  return (
    <li data-testid={`contract-version:${number}`} className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="tabular font-semibold text-sm">{number}</h2>
        {deprecation !== undefined && <Badge tone="waiting">Deprecated</Badge>}
        <span className="text-muted text-xs">
          {publishedBy !== undefined && `${publishedBy}, `}
          {publishedAt !== undefined && <Time at={publishedAt} />}
        </span>
        <span className="flex-1" />
        <Button size="sm" onClick={() => void navigate({ search: { ...search, v: number, tab: 'fields' } })}>
          Show
        </Button>
        {!builtIn &&
          (deprecation === undefined ? (
            <Button size="sm" onClick={() => void navigate({ search: { ...search, deprecate: number } })}>
              Deprecate…
            </Button>
          ) : (
            <Button size="sm" busy={pending} onClick={() => void restore()}>
              Take deprecation back
            </Button>
          ))}
      </div>
      {note !== '' && <p className="text-sm">{note}</p>}
      {deprecation !== undefined && (
        <p className="text-sm text-waiting">
          {deprecation.by}:{' '}
          {[
            deprecation.endsOn === undefined ? undefined : `ends on ${deprecation.endsOn}`,
            deprecation.successor === undefined ? undefined : `use ${deprecation.successor}`,
            deprecation.note === '' ? undefined : deprecation.note,
          ]
            .filter((part) => part !== undefined)
            .join('; ') || 'deprecated'}
        </p>
      )}
      {compatibility !== undefined && <Reasons compatibility={compatibility} after={number} />}
    </li>
  );
}
