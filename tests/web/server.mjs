// A server, started on free ports that it chooses itself.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const patience = 60_000;

export class Server {
  #process;
  #log = '';
  #isAlive = true;

  /** Starts one with settings, and waits until it serves. */
  static async start(program, name, settings) {
    const server = new Server();
    server.name = name;
    const addresses = ['--Urls=http://127.0.0.1:0', '--Web:Urls=http://127.0.0.1:0'];
    server.#process = spawn('dotnet', [program, 'serve', ...settings, ...addresses, '--Shutdown:DrainSeconds=0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kill = () => server.#process.kill('SIGKILL');
    process.once('exit', kill);
    server.#process.once('exit', () => {
      server.#isAlive = false;
      process.off('exit', kill);
    });
    for (const output of [server.#process.stdout, server.#process.stderr]) {
      output.setEncoding('utf8').on('data', (text) => (server.#log += text));
    }
    await until(() => server.#addresses.length === 2 || !server.#isAlive, 'the server to listen');
    if (!server.#isAlive) throw new Error(`the server does not serve: ${server.#log}`);

    // gRPC's port speaks HTTP/2 alone.
    const speakHttp = await Promise.all(server.#addresses.map((address) => (
      fetch(`http://${address}/livez`).then(({ ok }) => ok, () => false))));
    if (speakHttp.filter(Boolean).length !== 1) throw new Error(`one of ${server.#addresses} should speak HTTP/1.1`);
    server.grpc = server.#addresses[speakHttp.indexOf(false)];
    server.web = `http://${server.#addresses[speakHttp.indexOf(true)]}`;
    return server;
  }

  get #addresses() {
    return [...this.#log.matchAll(/Now listening on: http:\/\/(\S+)\s/g)].map(([, address]) => address);
  }

  /** The lines it has logged of what is no ordinary course. */
  get complaints() {
    return this.#log.split('\n').filter((line) => /\b(warn|fail|crit): |Unhandled/.test(line));
  }

  /** What is answered at a path, as JSON; fails where it is an error. */
  async json(path, options) {
    const answer = await fetch(this.web + path, options);
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${body}`);
    return JSON.parse(body);
  }

  /** Every page of a list by GET, in one. */
  async all(path, field, query = {}) {
    const items = [];
    for (let pageToken = ''; ;) {
      const page = await this.json(`${path}?${new URLSearchParams({ pageSize: 1000, ...query, pageToken })}`);
      items.push(...(page[field] ?? []));
      if (!(pageToken = page.nextPageToken ?? '')) return items;
    }
  }

  /** Asks it to end, and waits until it has. */
  async stop() {
    if (!this.#isAlive) return;
    const end = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const isOver = await Promise.race([end.then(() => true), pause(15_000, false, { ref: false })]);
    if (!isOver) this.#process.kill('SIGKILL');
    await end;
  }
}

/** Waits until something holds. */
export async function until(condition, what, milliseconds = patience) {
  for (const end = Date.now() + milliseconds; !(await condition());) {
    if (Date.now() > end) throw new Error(`waited ${milliseconds / 1000} s for ${what}`);
    await pause(20);
  }
}
