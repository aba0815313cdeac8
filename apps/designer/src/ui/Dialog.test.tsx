import { render, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Dialog } from './Dialog.tsx';

it('begins in the first field of a form, not on its way out', async () => {
  render(
    <Dialog open onClose={() => {}} title="New flow">
      <form>
        <input aria-label="Name" />
      </form>
    </Dialog>,
  );
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name' })));
});
