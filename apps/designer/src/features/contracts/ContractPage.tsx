import { type ContractPage as Contract, getContract, getContractVersion } from '@lockstep/schema/api';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChevronRight, Copy, FilePen } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Badge, Button, lazyPart, Notice, Page, PageBody, Select, SkeletonRows } from '../../ui/index.ts';
import { STATE_WORDS } from './contract-words.ts';
import { VersionTabs } from './VersionTabs.tsx';

const DraftEditor = lazyPart(async () => (await import('./DraftEditor.tsx')).DraftEditor);
const DeprecateDialog = lazyPart(async () => (await import('./DeprecateDialog.tsx')).DeprecateDialog);

/** One contract: a version with its fields, examples and types; its versions; who uses it; who did what; and its draft. */
export function ContractPage() {
  const { name } = useParams({ from: '/contracts/$name' });
  const search = useSearch({ from: '/contracts/$name' });
  const navigate = useNavigate({ from: '/contracts/$name' });
  const change = (next: typeof search): void => void navigate({ search: { ...search, ...next }, replace: true });
  const query = useCall(getContract, { params: { name } });
  const { data } = query;
  const edits = search.edit === true || data?.state === 'draft';
  return (
    <Page
      title={data?.title ?? name}
      lead={
        <span className="flex flex-wrap items-center gap-1">
          <Link to="/contracts" className="rounded text-accent-text hover:underline">
            Contracts
          </Link>
          <ChevronRight size={13} aria-hidden="true" className="text-faint" />
          <code className="font-mono text-xs">{name}</code>
        </span>
      }
      actions={data !== undefined && !edits && <Actions contract={data} onEdit={() => change({ edit: true })} />}
    >
      <AnswerView query={query} what="The contract" loading={<SkeletonRows label="Loading the contract" />}>
        {(contract) =>
          edits ? (
            <DraftEditor
              key={name}
              contract={contract}
              onPublished={() => void navigate({ search: {}, replace: true })}
              onClose={() =>
                contract.state === 'draft' ? void navigate({ to: '/contracts' }) : change({ edit: undefined })
              }
            />
          ) : (
            <PageBody>
              <Published contract={contract} />
            </PageBody>
          )
        }
      </AnswerView>
      {search.deprecate !== undefined && (
        <DeprecateDialog name={name} version={search.deprecate} onClose={() => change({ deprecate: undefined })} />
      )}
    </Page>
  );
}

function Actions({ contract, onEdit }: { readonly contract: Contract; readonly onEdit: () => void }) {
  const navigate = useNavigate();
  const { name, builtIn, hasDraft } = contract;
  if (!builtIn) {
    return (
      <Button kind="primary" icon={<FilePen size={14} />} onClick={onEdit}>
        {hasDraft ? 'Continue the draft' : 'Draft a new version'}
      </Button>
    );
  }
  return (
    <Button
      icon={<Copy size={14} />}
      onClick={() => void navigate({ to: '/contracts', search: { open: 'new', copy: name } })}
    >
      Copy as your own…
    </Button>
  );
}

function Published({ contract }: { readonly contract: Contract }) {
  const search = useSearch({ from: '/contracts/$name' });
  const navigate = useNavigate({ from: '/contracts/$name' });
  const version = search.v ?? contract.version ?? '';
  const shown = useCall(
    getContractVersion,
    { params: { name: contract.name, version } },
    { staleTime: 60_000, keepPrevious: true },
  );
  return (
    <div className="flex flex-col gap-4">
      <Facts
        contract={contract}
        version={version}
        onVersion={(v) => void navigate({ search: { ...search, v }, replace: true })}
      />
      <AnswerView query={shown} what="The version" loading={<SkeletonRows label="Loading the version" />}>
        {(view) => (
          <>
            {view.deprecation !== undefined && (
              <Notice kind="waiting">
                Version {view.version} is deprecated
                {view.deprecation.endsOn === undefined
                  ? ''
                  : ` and should not be used after ${view.deprecation.endsOn}`}
                .{view.deprecation.successor === undefined ? '' : ` Use ${view.deprecation.successor} instead.`}{' '}
                {view.deprecation.note}
              </Notice>
            )}
            {view.description !== '' && <p className="max-w-3xl text-muted text-sm">{view.description}</p>}
            <VersionTabs contract={contract} view={view} />
          </>
        )}
      </AnswerView>
    </div>
  );
}

interface FactsProps {
  readonly contract: Contract;
  readonly version: string;
  readonly onVersion: (version: string) => void;
}

function Facts({ contract, version, onVersion }: FactsProps) {
  const { builtIn, owner, versions } = contract;
  const chosen = versions.find((one) => one.version === version);
  const state = chosen?.deprecation === undefined ? 'published' : 'deprecated';
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 rounded-xl border bg-surface px-4 py-3 text-sm">
      <Select
        label="Version"
        prefix="Version"
        value={version}
        options={versions.map((one) => ({
          value: one.version,
          label: one.version,
          ...(one.deprecation !== undefined && { hint: 'deprecated' }),
        }))}
        onChange={onVersion}
      />
      <Badge tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].label}</Badge>
      <span>
        <span className="text-muted">Owner</span> {builtIn ? 'Ships with Lockstep' : (owner ?? '–')}
      </span>
      <span>
        <span className="text-muted">Versions</span> {versions.length}
      </span>
    </div>
  );
}
