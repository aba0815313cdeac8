import { type ConnectionView, listConnections } from '@lockstep/schema/api';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { PlugZap, Plus } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Button, Card, EmptyState, Page, PageBody, SkeletonRows } from '../../ui/index.ts';
import { ConnectionDialog } from './ConnectionDialog.tsx';
import { ConnectionRow } from './ConnectionRow.tsx';

const NEW = 'new';
/** Nothing announces how the calls of a connection go. */
const HEALTH_MS = 5_000;

/** The systems flows talk to, and the credentials they do it with. */
export function ConnectionsPage() {
  const connections = useCall(listConnections, {}, { refetchInterval: HEALTH_MS });
  const { edit } = useSearch({ from: '/connections' });
  const navigate = useNavigate({ from: '/connections' });
  const open = (id: string | undefined): void => void navigate({ search: { edit: id }, replace: true });
  const all = connections.data?.connections ?? [];
  const edited: ConnectionView | undefined = all.find(({ id }) => id === edit);

  return (
    <Page
      title="Connections"
      lead="Address and credentials of each system. Secrets are kept encrypted and never shown again."
      actions={
        <Button kind="primary" icon={<Plus size={15} />} onClick={() => open(NEW)}>
          New connection
        </Button>
      }
    >
      <PageBody>
        <Card flush className="max-w-[1600px]">
          <AnswerView
            query={connections}
            what="Connections"
            loading={<SkeletonRows rows={4} label="Loading connections" />}
          >
            {({ connections: known }) =>
              known.length === 0 ? (
                <EmptyState
                  icon={<PlugZap size={20} />}
                  title="No system is connected"
                  action={
                    <Button kind="primary" icon={<Plus size={15} />} onClick={() => open(NEW)}>
                      New connection
                    </Button>
                  }
                >
                  Connect the shop and the ERP first; the steps of a flow then choose from this list.
                </EmptyState>
              ) : (
                <ul aria-label="Connections">
                  {known.map((connection) => (
                    <ConnectionRow key={connection.id} connection={connection} onEdit={() => open(connection.id)} />
                  ))}
                </ul>
              )
            }
          </AnswerView>
        </Card>
      </PageBody>
      {(edit === NEW || edited !== undefined) && (
        <ConnectionDialog
          key={edit}
          connection={edited}
          taken={all.map(({ id }) => id)}
          onClose={() => open(undefined)}
        />
      )}
    </Page>
  );
}
