import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FTP_CREDENTIALS, FTP_SERVER_KEYS } from '@lockstep/nodes/simulators';
import type { ResolvedConnection } from '@lockstep/schema/node';

const SERVER = 'vsftpd';

/** Somebody else's FTP server, where it is there; `scripts/peers.ts` installs it. It wants to be started by root. */
export const FTP_PEER = isInstalled(SERVER) && process.getuid?.() === 0;

/** vsftpd on a free port: anonymous users may do everything below `/files`, plain or by TLS whose session data connections must reuse. */
export async function ftpPeer() {
  const home = mkdtempSync(join(tmpdir(), 'vsftpd-'));
  const uid = Number(execFileSync('id', ['-u', 'ftp'], { encoding: 'utf8' }));
  chmodSync(home, 0o755);
  for (const folder of ['root', 'root/files', 'empty']) mkdirSync(join(home, folder));
  chownSync(join(home, 'root/files'), uid, uid);
  writeFileSync(join(home, 'server.pem'), `${FTP_SERVER_KEYS.certificate}${FTP_SERVER_KEYS.key}`, { mode: 0o600 });
  const port = await freePort();
  const settings = {
    listen: 'YES',
    listen_address: '127.0.0.1',
    listen_port: port,
    background: 'NO',
    anonymous_enable: 'YES',
    local_enable: 'NO',
    anon_root: join(home, 'root'),
    ftp_username: 'ftp',
    nopriv_user: 'nobody',
    write_enable: 'YES',
    anon_upload_enable: 'YES',
    anon_mkdir_write_enable: 'YES',
    anon_other_write_enable: 'YES',
    anon_world_readable_only: 'NO',
    secure_chroot_dir: join(home, 'empty'),
    seccomp_sandbox: 'NO',
    xferlog_enable: 'NO',
    ssl_enable: 'YES',
    allow_anon_ssl: 'YES',
    require_ssl_reuse: 'YES',
    ssl_ciphers: 'HIGH',
    rsa_cert_file: join(home, 'server.pem'),
  };
  const config = join(home, 'vsftpd.conf');
  writeFileSync(
    config,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const server = spawn(SERVER, [config], { stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await answers(port);
  return {
    connection: (scheme: 'ftp' | 'ftps'): ResolvedConnection => ({
      id: 'peer',
      system: 'ftp',
      baseUrl: `${scheme}://127.0.0.1:${port}`,
      settings: {
        username: 'anonymous',
        password: 'test@example.com',
        certificate: FTP_CREDENTIALS.certificate,
        encryption: scheme === 'ftp' ? 'none' : '',
      },
    }),
    async close() {
      server.kill('SIGKILL');
      if (server.exitCode === null) await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function answers(port: number): Promise<void> {
  for (let look = 0; look < 100; look++) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', () => resolve(false));
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
    });
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('vsftpd does not answer.');
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
