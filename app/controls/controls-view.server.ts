import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Sight } from "#app/register/exception-wire.ts";
import type { Db } from "#db/connect.ts";
import { controlChecksOf } from "#db/control-checks.ts";
import { listControls } from "#db/controls.ts";
import { findUsers } from "#db/users.ts";
import { checkerOf } from "./checker-of.server.ts";
import { checkRefusals, controlStates, refuseChecker } from "./control-states.ts";

/** Returns the controls of a record as its page shows them to the caller. */
export async function controlsOf(db: Db, caller: Caller, sight: Sight, now: Instant) {
  const { record } = sight;
  const workspaceId = record.workspaceId;
  const checks = await controlChecksOf(db, workspaceId, record.id);
  const states = controlStates(record, { checks, catalogue: await listControls(db, workspaceId), now });
  const checkers = await findUsers(
    db,
    workspaceId,
    states.flatMap(({ last }) => last?.by ?? []),
  );
  const refusal = refuseChecker(record, checkerOf(caller, sight));
  return {
    controls: states.map((state) => ({
      ...state,
      checker: state.last && (checkers.get(state.last.by)?.displayName ?? null),
    })),
    whyNot: refusal && checkRefusals[refusal].text,
  };
}
