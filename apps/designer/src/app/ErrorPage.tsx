import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { buttonClass, EmptyState, ErrorState, useTitle } from '../ui/index.ts';

/** Stands in for a screen that threw; the rest of the app goes on. */
export function ErrorPage({ error }: ErrorComponentProps) {
  const router = useRouter();
  useTitle('Something broke');
  return (
    <div className="grid h-full place-items-center">
      <ErrorState
        page
        title="This screen broke"
        detail={`${error instanceof Error ? error.message : String(error)} Your work elsewhere is not touched.`}
        onRetry={() => void router.invalidate()}
      />
    </div>
  );
}

/** The address leads nowhere. */
export function NotFoundPage() {
  useTitle('Not found');
  return (
    <div className="grid h-full place-items-center">
      <EmptyState
        page
        icon={<Compass size={20} />}
        title="Nothing at this address"
        action={
          <Link to="/" className={buttonClass('secondary')}>
            Go to the overview
          </Link>
        }
      >
        The flow or run may have been deleted, or the address was cut short.
      </EmptyState>
    </div>
  );
}

/** While the code of a screen is fetched. */
export function PendingPage() {
  return (
    <p role="status" className="grid h-full place-items-center text-muted text-sm">
      Loading…
    </p>
  );
}
