#!/usr/bin/env node
import './quick-imports.ts';

const [{ runCommand }, { terminal }] = await Promise.all([import('./program.ts'), import('./io.ts')]);
process.exitCode = await runCommand(process.argv.slice(2), terminal);
