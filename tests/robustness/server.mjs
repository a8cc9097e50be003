// The server under attack: started on a free port with a small heap, and weighed from outside.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const patience = 120_000;
const nothing = 0.03; // Seconds of processor in a second, of one who does nothing.
const ticksPerSecond = 100; // What USER_HZ is on every Linux.

// The heap an attacked server has: 256 MB.
const heapLimit = '0x10000000';

// Collected every 4 MB, and compacted where a tenth of it is gaps, so that what is resident is held: a heap that is far
// from its limit leaves garbage and gaps where they are.
const youngLimit = '0x400000';
const conserving = '9';

/** A process of the server. It logs into memory, which is read at once: nothing here holds it up. */
export class Server {
  #process;
  #log = '';
  #ports;
  #end = null;
  #peak = 0;
  #looks;

  /** Starts one to be attacked, with a small heap, and waits until it listens. */
  static async start(program, corpus, environment = {}) {
    const server = Server.launch(program, [`--Corpus:Path=${corpus}`, '--Web:Urls=http://127.0.0.1:0'], {
      DOTNET_GCHeapHardLimit: heapLimit,
      DOTNET_GCgen0MaxBudget: youngLimit,
      DOTNET_GCConserveMemory: conserving,
      ...environment,
    });
    await server.serving();
    return server;
  }

  /** Starts one with settings, and waits for nothing. */
  static launch(program, settings, environment = {}) {
    const server = new Server();
    server.#ports = settings.some((setting) => setting.startsWith('--Web:Urls=')) ? 2 : 1;
    server.#process = spawn('dotnet', [program, 'serve', ...settings, '--Urls=http://127.0.0.1:0'], {
      // Of the servers that run at once here, one would get the port for HTTP where none is given.
      env: { ...process.env, Web__Urls: '', Shutdown__DrainSeconds: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kill = () => server.#process.kill('SIGKILL');
    process.once('exit', kill);
    server.#process.once('exit', (code, signal) => {
      server.#end = signal ?? `exit status ${code}`;
      process.off('exit', kill);
    });
    for (const output of [server.#process.stdout, server.#process.stderr]) {
      output.setEncoding('utf8').on('data', (text) => (server.#log += text));
    }
    return server;
  }

  /** Waits until it listens. */
  async serving() {
    await until(() => this.isListening || !this.isAlive, patience);
    if (!this.isAlive || !this.isListening) throw new Error(`the server does not serve: ${this.#log}`);
  }

  get isListening() {
    return this.#addresses.length === this.#ports;
  }

  get #addresses() {
    return [...this.#log.matchAll(/Now listening on: http:\/\/(\S+)\s/g)].map(([, address]) => address);
  }

  /** Where it listens, which it chose itself: a port that is free before it starts may not be once it has. */
  get address() {
    return this.#addresses[0];
  }

  /** Where it listens for HTTP, if it was told to. */
  get webAddress() {
    return this.#addresses[1];
  }

  get isAlive() {
    return this.#end === null;
  }

  /** What it died of, with the last of what it said. */
  get obituary() {
    return `the process ended: ${this.#end}: ${this.#log.trim().split('\n').slice(-12).join(' | ').slice(0, 400)}`;
  }

  /** The lines it has logged but those that tell that it serves, or that a call took long. */
  get complaints() {
    return this.#log
      .split('\n')
      .filter((line) => line && !/Claims\.Server\[1\] Loaded|Claims\.Server\.Calls|Microsoft\.Hosting\.Lifetime/.test(line));
  }

  /** Stops reading its output, as a log collector does that hangs. */
  stopReading() {
    this.#process.stdout.pause();
    this.#process.stderr.pause();
  }

  /** Seconds of processor it has used. */
  get processorSeconds() {
    const fields = readFileSync(`/proc/${this.#process.pid}/stat`, 'latin1').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }

  /** MiB of its own that are resident now: what is mapped from files is the system's, which takes it back when it likes. */
  get memory() {
    return this.#status('RssAnon') + this.#status('RssShmem');
  }

  /** The most of these since the last `forgetPeak`, as far as looks every tenth of a second tell. */
  get peak() {
    return (this.#peak = Math.max(this.#peak, this.memory));
  }

  forgetPeak() {
    this.#peak = 0;
    this.#looks ??= setInterval(() => {
      try {
        this.#peak = this.peak;
      } catch {
        // It has ended, and whoever asks next is told.
        clearInterval(this.#looks);
      }
    }, 100).unref();
  }

  /** Waits until it has done nothing for a second; the seconds of processor until then, no more than so many. */
  async idle(most) {
    const start = this.processorSeconds;
    let last = start;
    for (let busy = true; busy && last - start < most;) {
      await pause(1000);
      const now = this.processorSeconds;
      busy = now - last > nothing;
      last = now;
    }
    return last - start;
  }

  /** Has it look at its corpus. */
  reload() {
    this.#process.kill('SIGHUP');
  }

  /** Ends it without asking, at once. */
  async kill() {
    if (!this.isAlive) return;
    const end = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await end;
  }

  /** Asks it to end; whether it did, in so many milliseconds. It is gone then either way. */
  async stop(milliseconds = 15_000) {
    if (!this.isAlive) return true;
    const end = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const ended = await Promise.race([end.then(() => true), pause(milliseconds, false, { ref: false })]);
    if (!ended) this.#process.kill('SIGKILL');
    await end;
    return ended;
  }

  #status(field) {
    const text = readFileSync(`/proc/${this.#process.pid}/status`, 'latin1');
    const kibibytes = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1]; // None where it is dying.
    return Math.round(Number(kibibytes) / 1024);
  }
}

/** Waits until a condition holds; whether it did, in so many milliseconds. */
export async function until(condition, milliseconds) {
  for (const end = Date.now() + milliseconds; Date.now() < end; await pause(50)) {
    if (await condition()) return true;
  }
  return condition();
}
