import { useState } from 'react';
import { namePerson } from '../../stores/person.ts';
import { Button, Dialog, Field, Input } from '../../ui/index.ts';

/** Asks what others call this person. */
export function NameDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const [text, setText] = useState(name);
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title="Your name"
      description="Others see it beside this flow, and it stands beside reviews you ask for and decide."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={text.trim() === ''}
            onClick={() => {
              namePerson(text);
              onClose();
            }}
          >
            Save
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          namePerson(text);
          onClose();
        }}
      >
        <Field label="Name">
          {(control) => (
            <Input {...control} value={text} maxLength={120} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
