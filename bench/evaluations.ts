import { join } from "node:path";
import { measureInTurns } from "./measure-load.ts";
import { postgresRegister, sqliteRegister } from "./register.ts";
import { writeCalls } from "./request-texts.ts";
import { type Result, result } from "./result.ts";
import { startProduct } from "./servers.ts";

const people = 1_000;
const itemsInCall = 100;

/** How many decisions a second calls with a list of evaluations get, against the same decisions in calls of their own. */
export async function evaluations(): Promise<Result[]> {
  const results: Result[] = [];
  for (const [name, open] of [
    ["SQLite", sqliteRegister],
    ["PostgreSQL", postgresRegister],
  ] as const) {
    const register = await open(people);
    const product = await startProduct(register);
    try {
      const { port } = product.ready;
      const callsFile = writeCalls(join(register.folder, "calls"), register.decideToken, { people, itemsInCall });
      const rates = await measureInTurns(
        { port, requestsFile: callsFile },
        { port, requestsFile: register.requestsFile },
      );
      const title = `evaluations, ${name}, ${itemsInCall} in a call against single calls`;
      results.push(result(title, "decisions/s", rates.ours * itemsInCall, "ratio >= 3", rates.baseline));
    } finally {
      await product.stop();
      await register.remove();
    }
  }
  return results;
}
