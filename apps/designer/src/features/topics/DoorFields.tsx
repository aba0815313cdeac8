import { webhookSchemes } from '@lockstep/nodes/webhooks';
import { listConnections, type TopicDoor } from '@lockstep/schema/api';
import { useCall } from '../../api/index.ts';
import { Field, Input, Select, Switch } from '../../ui/index.ts';

export interface DoorFieldsProps {
  /** Absent: no other system may send. */
  readonly door: TopicDoor | undefined;
  readonly topic: string;
  readonly onChange: (door: TopicDoor | undefined) => void;
}

const SCHEMES = (['standard-webhooks', 'hmac', 'api-key', 'none'] as const).map((scheme) => webhookSchemes[scheme]);

/** Whether other systems may send CloudEvents to a topic, and how they prove who they are. */
export function DoorFields({ door, topic, onChange }: DoorFieldsProps) {
  const connections = useCall(listConnections, {}, { enabled: door !== undefined });
  const verify = door?.verify;
  const change = (next: Partial<TopicDoor['verify']>): void => {
    if (verify) onChange({ verify: { ...verify, ...next } });
  };
  const chosen = SCHEMES.find(({ id }) => id === verify?.scheme);
  const named = (connections.data?.connections ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <fieldset className="flex flex-col gap-3 rounded-lg border px-3 py-3">
      <legend className="sr-only">Other systems</legend>
      <label className="flex items-center justify-between gap-3 text-sm" htmlFor="topic-door">
        <span>
          <span className="block font-medium">Take CloudEvents from other systems</span>
          <span className="block text-muted text-xs">
            At <code className="break-all font-mono">POST /events/{topic || '…'}</code>, structured, binary or batched.
          </span>
        </span>
        <Switch
          id="topic-door"
          label="Take CloudEvents from other systems"
          checked={door !== undefined}
          onChange={(on) => onChange(on ? { verify: { scheme: 'api-key' } } : undefined)}
        />
      </label>
      {verify !== undefined && chosen !== undefined && (
        <div className="grid grid-cols-2 gap-4">
          <Field label="Senders prove who they are by" hint={chosen.description}>
            {(control) => (
              <Select
                {...control}
                value={verify.scheme}
                options={SCHEMES.map(({ id, label }) => ({ value: id as TopicDoor['verify']['scheme'], label }))}
                onChange={(scheme) =>
                  onChange({ verify: { scheme, connection: scheme === 'none' ? undefined : verify.connection } })
                }
              />
            )}
          </Field>
          {verify.scheme !== 'none' && (
            <Field label="Secret of the connection" hint="Its webhook secret.">
              {(control) => (
                <Select
                  {...control}
                  value={verify.connection ?? ''}
                  options={named}
                  onChange={(connection) => change({ connection })}
                />
              )}
            </Field>
          )}
          {(verify.scheme === 'hmac' || verify.scheme === 'api-key') && (
            <Field label="Header" hint={verify.scheme === 'api-key' ? 'Empty: X-Api-Key.' : 'Carries the signature.'}>
              {(control) => (
                <Input
                  {...control}
                  value={verify.header ?? ''}
                  spellCheck={false}
                  onChange={(event) => change({ header: event.target.value.trim() || undefined })}
                />
              )}
            </Field>
          )}
        </div>
      )}
    </fieldset>
  );
}
