import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect } from 'react';
import { quiet } from './quiet.ts';
import { takeToasts } from './toast.ts';

const FAILED_MS = 10_000;
const OTHER_MS = 5_000;

const toasts = Toast.createToastManager();

/** The corner where toasts appear; once, around nothing. */
export function Toaster() {
  useEffect(
    () =>
      takeToasts(({ title, detail, kind = 'info', action }) => {
        toasts.add({
          title,
          description: detail,
          type: kind,
          priority: kind === 'failed' ? 'high' : 'low',
          timeout: quiet.on ? 0 : kind === 'failed' ? FAILED_MS : OTHER_MS,
          ...(action === undefined ? {} : { actionProps: { children: action.label, onClick: action.onClick } }),
        });
      }),
    [],
  );
  return (
    <Toast.Provider toastManager={toasts} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex w-90 max-w-[calc(100vw-2rem)] flex-col gap-2">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts: shown } = Toast.useToastManager();
  return shown.map((one) => (
    <Toast.Root
      key={one.id}
      toast={one}
      className="rounded-xl bg-raised shadow-dialog transition duration-200 data-ending-style:translate-x-4 data-starting-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:opacity-0 data-limited:hidden"
    >
      <Toast.Content className="flex items-start gap-3 p-3">
        <span className="mt-0.5">{ICON[one.type ?? 'info']}</span>
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-medium text-sm" />
          <Toast.Description className="break-words text-muted text-sm" />
          <Toast.Action className="mt-1 font-medium text-accent-text text-sm hover:underline" />
        </div>
        <Toast.Close aria-label="Dismiss" className="rounded-md p-1 text-faint hover:bg-hover hover:text-text">
          <X size={14} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

const ICON: Readonly<Record<string, React.ReactNode>> = {
  ok: <CircleCheck size={16} className="text-ok" />,
  failed: <CircleAlert size={16} className="text-failed" />,
  info: <Info size={16} className="text-running" />,
};
