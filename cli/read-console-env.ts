import { existsSync } from "node:fs";
import { type Env, readEnv } from "#app/env.server.ts";

/**
 * Reads the environment, and before it the `.env` file of the working directory; what is set already wins.
 * @throws EnvFault naming every variable that is wrong.
 */
export function readConsoleEnv(): Env {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return readEnv(process.env);
}
