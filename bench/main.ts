// `npm run bench [-- NAME] [--json] [--small]`: measures the product, each figure against a baseline of the same run. What
// takes minutes takes less with --small, which tells little of how fast it is.

import { parseArgs } from "node:util";
import { decision } from "./decision.ts";
import { engine } from "./engine.ts";
import { evaluations } from "./evaluations.ts";
import { exporting } from "./export.ts";
import { jobs } from "./jobs.ts";
import { registerLife } from "./register-life.ts";
import { replay } from "./replay.ts";
import type { Result } from "./result.ts";
import { search } from "./search.ts";
import { signIn } from "./sign-in.ts";

const benches: Record<string, (size: { isSmall: boolean }) => Promise<Result[]>> = {
  decision,
  engine,
  evaluations,
  export: exporting,
  jobs,
  register: registerLife,
  replay,
  search,
  signin: signIn,
};

const options = { json: { type: "boolean" }, small: { type: "boolean" } } as const;
const { values, positionals } = parseArgs({ allowPositionals: true, options });
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}; these exist: ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}
for (const name of names) {
  const results = (await benches[name]?.({ isSmall: values.small ?? false })) ?? [];
  if (values.json) console.log(JSON.stringify({ bench: name, results }));
  else {
    console.log(name);
    console.table(results.map(({ name: what, ...figures }) => ({ what, ...figures })));
  }
}
