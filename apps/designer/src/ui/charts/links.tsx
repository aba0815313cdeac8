import { createContext, type MouseEvent, type ReactNode, useContext } from 'react';

/** How pictures lead to lists: within the designer, or from a page that stands alone. */
export interface PictureLinks {
  /** Address of a path of the designer. */
  hrefOf(path: string): string;
  /** Follows a plain click without loading the page anew. */
  follow?(path: string): void;
  /** On a page that stands alone: nothing to press. */
  readonly still?: boolean;
}

const Links = createContext<PictureLinks>({ hrefOf: (path) => path });
export const PictureLinksProvider = Links.Provider;

/** Whether pictures are on a page that stands alone. */
export const useStill = (): boolean => useContext(Links).still ?? false;

export function useLink(path: string | undefined) {
  const { hrefOf, follow } = useContext(Links);
  if (path === undefined) return undefined;
  return {
    href: hrefOf(path),
    onClick: (event: MouseEvent) => {
      if (follow === undefined || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      follow(path);
    },
  };
}

/** Words or boxes that open the list of what they count; plain where there is none. */
export function Go({
  href,
  className,
  label,
  children,
}: {
  readonly href: string | undefined;
  readonly className?: string;
  readonly label?: string;
  readonly children?: ReactNode;
}) {
  const link = useLink(href);
  if (link === undefined) return <span className={className}>{children}</span>;
  return (
    <a {...link} className={className} {...(label !== undefined && { 'aria-label': label })}>
      {children}
    </a>
  );
}

/** The same for marks within a drawing. */
export function GoMark({
  href,
  label,
  children,
}: {
  readonly href: string | undefined;
  /** What the mark says: for screen readers and on hover. */
  readonly label: string;
  readonly children: ReactNode;
}) {
  const link = useLink(href);
  const inside = (
    <>
      <title>{label}</title>
      {children}
    </>
  );
  if (link === undefined) return <g>{inside}</g>;
  return (
    <a {...link} className="outline-none [&:focus-visible>*]:stroke-[3px] [&:focus-visible>*]:stroke-focus">
      {inside}
    </a>
  );
}
