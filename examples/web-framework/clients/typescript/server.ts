/** Starts a Python application beside a TypeScript program, for its tests and examples. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A server that runs until it is disposed of: `await using server = await serve("harbour:app")`. */
export interface Server extends AsyncDisposable {
  readonly address: string;
}

/**
 * Serve an application on a free port of this machine, from the folder with `src`.
 *
 * The server stops at the end of its input, so that it also goes when this program dies.
 */
export async function serve(app: string, python = process.env["PYTHON"] ?? "python3"): Promise<Server> {
  const command = ["-m", "fairlead", app, "--port", "0", "--while-input"];
  const environment = { ...process.env, PYTHONPATH: "src", PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(python, command, { env: environment, stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  const [address] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  if (typeof address !== "string") throw new Error(`${app} ended before it was there`);
  return {
    address,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
