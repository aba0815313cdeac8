import type { CapabilityView } from '@lockstep/schema/api';
import { type Binding, chooseOffer } from '@lockstep/schema/capabilities';
import type { Json } from '@lockstep/schema/run';
import { useState } from 'react';
import { Field, Input } from '../../ui/index.ts';
import { becauseWords, nameOf } from './capability-words.ts';

export interface TryKeyProps {
  readonly capability: CapabilityView;
  readonly binding: Binding;
}

/** Where one request would go, by the binding as it stands in the form. Computed as the runtime computes it. */
export function TryKey({ capability: { name, key, offers }, binding }: TryKeyProps) {
  const [text, setText] = useState('');
  const asked = text.trim();
  const offer = chooseOffer(binding, { capability: name, key: asked, message: requestOf(asked, key) });
  const flow = nameOf(offers);
  return (
    <Field label="Try it" hint={`${key} of a request, or a whole request as JSON for rules by other fields.`}>
      {(control) => (
        <div className="flex flex-wrap items-center gap-3">
          <Input
            {...control}
            placeholder="#1001"
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="w-56"
          />
          <output className="min-w-0 text-sm" aria-label="Where it goes">
            {asked !== '' && (
              <>
                goes to <strong className="font-medium">{flow(offer.flowId)}</strong>{' '}
                <span className="text-muted">{becauseWords(offer)}</span>
                {offer.shadow && <span className="text-muted">, compared with {flow(offer.shadow.flowId)}</span>}
              </>
            )}
          </output>
        </div>
      )}
    </Field>
  );
}

/** A request that has at least the field the capability is split by. */
function requestOf(text: string, key: string): Json {
  if (text.startsWith('{')) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      // Half typed.
    }
  }
  return key.split('.').reduceRight<Json>((value, name) => ({ [name]: value }), text);
}
