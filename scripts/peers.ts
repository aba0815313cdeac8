import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './run.ts';

/** Servers of others that tests speak to where they are there: small, and packaged by Debian. */
const PEERS = ['nats-server', 'mosquitto', 'vsftpd', 'rabbitmq-server'];

/** Installs what is missing through apt where that works; elsewhere the tests that need it are skipped and say so. */
export async function ensurePeers(): Promise<void> {
  const missing = PEERS.filter((program) => !isInstalled(program));
  if (missing.length === 0 || !existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return;
  console.log(`Installing ${missing.join(' and ')} for the tests of message brokers and of FTP.`);
  // At runlevel 1 packages start no services: tests start their own.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await run('apt-get', ['update', '-qq']);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], env);
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
