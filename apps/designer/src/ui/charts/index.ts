export { type PictureLinks, PictureLinksProvider } from './links.tsx';
export { PictureView, type PictureViewProps } from './PictureView.tsx';
export type { WorkActions } from './WorkTable.tsx';
