import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { Dialog, Kbd } from '../../ui/index.ts';
import { SHORTCUTS } from './shortcuts.ts';

/** All keys on one sheet: `?`. */
export function ShortcutSheet() {
  const ui = useEditorUiApi();
  const open = useEditorUi((state) => state.dialog === 'shortcuts');
  return (
    <Dialog open={open} onClose={() => ui.setState({ dialog: undefined })} title="Keyboard" size="lg">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {SHORTCUTS.map(({ group, items }) => (
          <section key={group}>
            <h3 className="mb-1.5 font-semibold text-sm">{group}</h3>
            <dl className="flex flex-col">
              {items.map(({ keys, what }) => (
                <div key={what} className="flex items-baseline justify-between gap-4 border-b py-1.5 last:border-0">
                  <dt className="text-muted text-sm">{what}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
