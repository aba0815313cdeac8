import type { Board } from '@lockstep/schema/api';
import { PictureLinksProvider, PictureView } from '../ui/charts/index.ts';
import { formatAbsolute } from '../ui/format.ts';

const words = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Boards one below the other, as they were when the report was made. */
export function Report({
  boards,
  base,
  madeAt,
}: {
  readonly boards: readonly Board[];
  readonly base: string;
  readonly madeAt: number;
}) {
  const [first] = boards;
  return (
    <PictureLinksProvider value={{ hrefOf: (path) => `${base}${path}`, still: true }}>
      <main className="mx-auto flex max-w-6xl flex-col gap-8 p-6">
        <header>
          <h1 className="font-semibold text-xl">Lockstep report</h1>
          {first && (
            <p className="text-muted text-sm">
              {words.formatRange(Date.parse(first.from), Date.parse(first.to))}, from <a href={base}>{base}</a>. Made{' '}
              {formatAbsolute(madeAt)}.
            </p>
          )}
          <nav aria-label="Boards" className="mt-2 flex flex-wrap gap-3 text-accent-text text-sm">
            {boards.map(({ board, title }) => (
              <a key={board} href={`#${board}`} className="hover:underline">
                {title}
              </a>
            ))}
          </nav>
        </header>
        {boards.map(({ board, title, lead, pictures }) => (
          <section key={board} id={board} aria-labelledby={`${board}-title`} className="flex flex-col gap-3">
            <div>
              <h1 id={`${board}-title`} className="font-semibold text-lg">
                {title}
              </h1>
              <p className="text-muted text-sm">{lead}</p>
            </div>
            <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
              {pictures.map((picture) => (
                <PictureView key={picture.id} picture={picture} />
              ))}
            </div>
          </section>
        ))}
      </main>
    </PictureLinksProvider>
  );
}
