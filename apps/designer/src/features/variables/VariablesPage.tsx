import { listVariables, type VariableView } from '@lockstep/schema/api';
import { variableText } from '@lockstep/schema/variables';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { History, KeyRound, Plus, Variable } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import {
  Badge,
  Button,
  Card,
  EmptyState,
  IconButton,
  Page,
  PageBody,
  SkeletonRows,
  Table,
  Td,
  Th,
  Time,
} from '../../ui/index.ts';
import { VariableDialog } from './VariableDialog.tsx';
import { VariableHistory } from './VariableHistory.tsx';
import { TYPE_WORDS } from './variable-words.ts';

const NEW = 'new';

/** The values that differ from one environment to the next: flows read them by name. */
export function VariablesPage() {
  const { edit, history, create } = useSearch({ from: '/variables' });
  const navigate = useNavigate();
  const open = (search: { readonly edit?: string; readonly history?: string; readonly create?: string }): void =>
    void navigate({ to: '/variables', search, replace: true });
  const found = useCall(listVariables, {});
  const all = found.data?.variables ?? [];
  const edited = all.find(({ name }) => name === edit);
  const environment = found.data?.environment;
  const add = (
    <Button kind="primary" icon={<Plus size={15} />} onClick={() => open({ edit: NEW })}>
      New variable
    </Button>
  );
  return (
    <Page
      title="Variables"
      lead={`Values ${environment === undefined ? 'of this environment' : `of the environment ${environment}`}. Expressions, scripts and maps read them by name, as in vars.erpUrl.`}
      actions={
        <>
          <Button icon={<History size={15} />} onClick={() => open({ history: '' })}>
            History
          </Button>
          {add}
        </>
      }
    >
      <PageBody>
        <Card flush>
          <AnswerView query={found} what="Variables" loading={<SkeletonRows label="Loading variables" />}>
            {({ variables }) =>
              variables.length === 0 ? (
                <EmptyState icon={<Variable size={20} />} title="No variable yet" action={add}>
                  What differs between test and production and is no connection: a limit, a company code, the address of
                  a shop. A flow names it once, and each environment says what it is.
                </EmptyState>
              ) : (
                <VariableList
                  rows={variables}
                  onEdit={(name) => open({ edit: name })}
                  onHistory={(name) => open({ history: name })}
                />
              )
            }
          </AnswerView>
        </Card>
      </PageBody>
      {(edit === NEW || edited !== undefined) && (
        <VariableDialog
          key={edit}
          variable={edited}
          suggested={create ?? ''}
          taken={all.map(({ name }) => name)}
          onClose={() => open({})}
        />
      )}
      {history !== undefined && (
        <VariableHistory name={history === '' ? undefined : history} onClose={() => open({})} />
      )}
    </Page>
  );
}

interface VariableListProps {
  readonly rows: readonly VariableView[];
  readonly onEdit: (name: string) => void;
  readonly onHistory: (name: string) => void;
}

function VariableList({ rows, onEdit, onHistory }: VariableListProps) {
  return (
    <Table label="Variables">
      <thead>
        <tr>
          <Th className="w-64 @7xl:w-1/4">Name</Th>
          <Th>Value</Th>
          <Th className="w-24">Type</Th>
          <Th className="hidden w-40 @7xl:w-1/5 @3xl:table-cell">Read by</Th>
          <Th className="hidden w-40 @2xl:table-cell">Changed</Th>
          <Th className="w-14">
            <span className="sr-only">History</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <VariableRow key={row.name} row={row} onEdit={onEdit} onHistory={onHistory} />
        ))}
      </tbody>
    </Table>
  );
}

function VariableRow({
  row: { name, held, description, usedBy, changedBy, changedAt },
  onEdit,
  onHistory,
}: Omit<VariableListProps, 'rows'> & { readonly row: VariableView }) {
  const readers = usedBy.map(({ flowName }) => flowName).join(', ');
  const value = variableText(held);
  return (
    <tr data-testid={`variable-row:${name}`} className="relative hover:bg-hover/60">
      <Td>
        <button
          type="button"
          onClick={() => onEdit(name)}
          className="block max-w-full truncate text-left font-medium font-mono text-sm outline-offset-[-2px] after:absolute after:inset-0"
        >
          {name}
        </button>
        {description !== '' && (
          <p className="truncate text-muted text-xs" title={description}>
            {description}
          </p>
        )}
      </Td>
      <Td>
        <p className="flex items-center gap-1.5 truncate font-mono text-xs" title={value.slice(0, 500)}>
          {held.type === 'secret' && <KeyRound size={13} aria-hidden="true" className="shrink-0 text-faint" />}
          <span className="truncate">
            {held.type === 'secret' ? `${held.value.connection} · ${held.value.secret}` : value}
          </span>
        </p>
      </Td>
      <Td>
        <Badge tone="plain">{TYPE_WORDS[held.type]}</Badge>
      </Td>
      <Td className="hidden @3xl:table-cell">
        <p className="truncate text-muted" title={readers}>
          {usedBy.length === 0 ? 'No flow' : usedBy.length === 1 ? readers : `${usedBy.length} flows`}
        </p>
      </Td>
      <Td className="hidden @2xl:table-cell">
        <p className="truncate">
          <Time at={changedAt} />
        </p>
        <p className="truncate text-muted text-xs">{changedBy}</p>
      </Td>
      <Td>
        <IconButton
          label={`History of ${name}`}
          icon={<History size={15} />}
          className="relative z-10"
          onClick={() => onHistory(name)}
        />
      </Td>
    </tr>
  );
}
