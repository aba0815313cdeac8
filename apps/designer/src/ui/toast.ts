import { Toast } from '@base-ui/react/toast';

export interface ToastAction {
  readonly label: string;
  readonly onClick: () => void;
}
export interface ToastMessage {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly kind?: 'ok' | 'failed' | 'info';
  readonly action?: ToastAction;
}

/** The one list of toasts; `Toaster` shows it. */
export const toasts = Toast.createToastManager();

/** Says something passing in the corner. Failures stay longer and are announced at once. */
export function toast({ title, detail, kind = 'info', action }: ToastMessage): void {
  toasts.add({
    title,
    description: detail,
    type: kind,
    priority: kind === 'failed' ? 'high' : 'low',
    timeout: kind === 'failed' ? 10_000 : 5_000,
    ...(action === undefined ? {} : { actionProps: { children: action.label, onClick: action.onClick } }),
  });
}
