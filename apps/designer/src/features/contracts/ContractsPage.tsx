import { type ContractSummary, listRegistry } from '@lockstep/schema/api';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FileCheck2, Plus } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import {
  Badge,
  Button,
  Card,
  EmptyState,
  formatCount,
  lazyPart,
  Page,
  PageBody,
  SearchInput,
  Segmented,
  SkeletonRows,
  Table,
  Td,
  Th,
  Time,
} from '../../ui/index.ts';
import { STATE_WORDS } from './contract-words.ts';

const NewContractDialog = lazyPart(async () => (await import('./NewContractDialog.tsx')).NewContractDialog);

type State = ContractSummary['state'] | 'all';

/** Every contract: what it is, its newest version, who answers for it, and how many use it. */
export function ContractsPage() {
  const search = useSearch({ from: '/contracts' });
  const navigate = useNavigate({ from: '/contracts' });
  const change = (next: typeof search): void => void navigate({ search: { ...search, ...next }, replace: true });
  const query = useCall(listRegistry, {});
  const all = query.data?.contracts ?? [];
  const count = (state: State) => all.filter((one) => state === 'all' || one.state === state).length;
  return (
    <Page
      title="Contracts"
      lead="What data looks like where it crosses a border. Published versions never change; flows keep the version they were published with."
      actions={
        <Button kind="primary" icon={<Plus size={15} />} onClick={() => change({ open: 'new' })}>
          New contract
        </Button>
      }
      toolbar={
        <>
          <SearchInput
            label="Search contracts"
            value={search.search ?? ''}
            onChange={(text) => change({ search: text === '' ? undefined : text })}
            className="w-64"
          />
          <Segmented<State>
            label="State"
            value={search.state ?? 'all'}
            options={(['all', 'published', 'draft', 'deprecated'] as const).map((value) => ({
              value,
              label: value === 'all' ? 'All' : STATE_WORDS[value].label,
              count: count(value),
            }))}
            onChange={(state) => change({ state: state === 'all' ? undefined : state })}
          />
        </>
      }
    >
      <PageBody>
        <Card flush>
          <AnswerView query={query} what="Contracts" loading={<SkeletonRows label="Loading contracts" />}>
            {({ contracts }) => {
              const rows = contracts.filter((row) => isWanted(row, search.search, search.state));
              return rows.length === 0 ? (
                <EmptyState icon={<FileCheck2 size={20} />} title="No contract fits">
                  Search for another name, or show all states.
                </EmptyState>
              ) : (
                <ContractTable rows={rows} />
              );
            }}
          </AnswerView>
        </Card>
      </PageBody>
      {search.open === 'new' && (
        <NewContractDialog copyOf={search.copy} onClose={() => change({ open: undefined, copy: undefined })} />
      )}
    </Page>
  );
}

function isWanted(row: ContractSummary, text = '', state: State = 'all'): boolean {
  const found = `${row.name} ${row.title} ${row.owner ?? ''}`.toLowerCase().includes(text.trim().toLowerCase());
  return found && (state === 'all' || row.state === state);
}

function ContractTable({ rows }: { readonly rows: readonly ContractSummary[] }) {
  return (
    <Table label="Contracts">
      <thead>
        <tr>
          <Th>Contract</Th>
          <Th className="w-40 @7xl:w-1/6">State</Th>
          <Th className="w-24">Newest</Th>
          <Th className="hidden w-40 @7xl:w-1/5 @2xl:table-cell">Owner</Th>
          <Th className="w-24 text-right!">Used by</Th>
          <Th className="hidden w-32 @7xl:w-1/8 @4xl:table-cell">Changed</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <ContractRow key={row.name} row={row} />
        ))}
      </tbody>
    </Table>
  );
}

function ContractRow({ row }: { readonly row: ContractSummary }) {
  const { name, title, description, state, version, owner, usedBy, builtIn, hasDraft, changedAt } = row;
  return (
    <tr data-testid={`contract-row:${name}`} className="relative hover:bg-hover/60">
      <Td>
        <div className="flex min-w-0 flex-wrap items-center gap-x-2">
          <Link
            to="/contracts/$name"
            params={{ name }}
            className="max-w-full truncate font-medium outline-offset-[-2px] after:absolute after:inset-0"
          >
            {title}
          </Link>
          <code className="font-mono text-muted text-xs">{name}</code>
        </div>
        <p className="truncate text-muted text-xs">{description}</p>
      </Td>
      <Td>
        <span className="flex flex-wrap items-center gap-1">
          <Badge tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].label}</Badge>
          {hasDraft && state !== 'draft' && <Badge tone="plain">Draft</Badge>}
        </span>
      </Td>
      <Td className="tabular">{version ?? <span className="text-faint">–</span>}</Td>
      <Td className="hidden truncate @2xl:table-cell">
        {builtIn ? <span className="text-muted">Ships with Lockstep</span> : (owner ?? '–')}
      </Td>
      <Td className="tabular text-right!">
        {usedBy === 0 ? <span className="text-muted">Nobody</span> : formatCount(usedBy)}
      </Td>
      <Td className="hidden text-muted @4xl:table-cell">
        {changedAt === undefined ? '–' : <Time at={changedAt} className="relative z-10" />}
      </Td>
    </tr>
  );
}
