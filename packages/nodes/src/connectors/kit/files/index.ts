/** What the runtime needs to look for files by itself: paths and names as the steps take them. */
export { contentOf } from './content.ts';
export { filePath, folderPath, matchesName } from './paths.ts';
