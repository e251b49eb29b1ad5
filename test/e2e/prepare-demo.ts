import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { readEnv } from "#app/env.server.ts";
import { makeFolder } from "#test/support/make-folder.ts";
import { prepareDemo } from "../../cli/prepare-demo.ts";

declare module "vitest" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be merged with the one of vitest
  export interface ProvidedContext {
    /** A demo that nobody has used yet, to be copied: `inject("demoFolder")`. */
    demoFolder: string;
  }
}

/** Makes the demo once for all files of a run. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = makeFolder("demo");
  const demoFolder = join(folder, "demo");
  await prepareDemo(readEnv({ DATA_DIR: demoFolder, PUBLIC_URL: "http://localhost" }), new Date().toISOString());
  project.provide("demoFolder", demoFolder);
  return () => rmSync(folder, { recursive: true });
}
