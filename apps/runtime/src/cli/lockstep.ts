#!/usr/bin/env node
import { terminal } from './io.ts';
import { runCommand } from './program.ts';

process.exitCode = await runCommand(process.argv.slice(2), terminal);
