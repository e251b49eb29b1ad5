import { measureDecisions } from "./decision-load.ts";
import { sqliteRegister } from "./register.ts";
import { measureRegisterList } from "./register-list.ts";
import type { Result } from "./result.ts";
import { measureRevocations } from "./revocations.ts";

const exceptions = 1_000_000;

/** How fast sign-ins are decided, whether a revocation counts at once, and how fast the register is listed. */
export async function decision(): Promise<Result[]> {
  const large = await sqliteRegister(exceptions);
  try {
    return [
      ...(await measureDecisions(large, exceptions)),
      ...(await measureRevocations()),
      ...(await measureRegisterList(large, exceptions)),
    ];
  } finally {
    await large.remove();
  }
}
