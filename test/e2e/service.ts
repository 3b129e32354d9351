import { Machine, type Program } from './program.ts';

/** The service on a machine of its own, which can be killed and started again at the same address. */
export class Service implements AsyncDisposable {
  readonly machine: Machine;
  #env: Readonly<Record<string, string>>;
  #program: Program;
  #address: string;

  private constructor(machine: Machine, env: Readonly<Record<string, string>>, program: Program, address: string) {
    this.machine = machine;
    this.#env = env;
    this.#program = program;
    this.#address = address;
  }

  /** Starts it, as `npm start` does, on a free port. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<Service> {
    const machine = await Machine.start();
    const { program, address } = await run(machine, { PORT: '0', ...env });
    return new Service(machine, env, program, address);
  }

  get address(): string {
    return this.#address;
  }

  get program(): Program {
    return this.#program;
  }

  /** What `kill -9` does to it; nothing is told to anybody. */
  async kill(): Promise<void> {
    await this.#program.kill('SIGKILL');
  }

  /** Starts it again where it was; `env` changes what it is told. */
  async startAgain(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { port } = new URL(this.#address);
    this.#env = { ...this.#env, ...env };
    const { program, address } = await run(this.machine, { ...this.#env, PORT: port });
    this.#program = program;
    this.#address = address;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.machine[Symbol.asyncDispose]();
  }
}

async function run(machine: Machine, env: Readonly<Record<string, string>>) {
  // Only a test that stops it in the middle of a step needs an engine that can be stopped there.
  const isPaused = (env['PAUSE_AT'] ?? '') !== '';
  const program = machine.start(isPaused ? '../test/e2e/children/paused-service' : 'main', [], env);
  const [, address = ''] = await program.printed(/Reelay is running: (\S+)/);
  return { program, address };
}
