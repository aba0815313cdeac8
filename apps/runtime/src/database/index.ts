export { createDatabases, type Databases } from './database.ts';
