import type { Caller } from "#app/auth/caller.server.ts";
import type { Sight } from "#app/register/exception-wire.ts";
import type { Checker } from "./control-states.ts";

/** Returns the caller as somebody who checks the controls of a record that they see. */
export function checkerOf({ user, roles }: Pick<Caller, "user" | "roles">, { circumstances }: Sight): Checker {
  return { userId: user.id, roles, isBeneficiary: circumstances.isBeneficiary };
}
