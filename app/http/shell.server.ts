import type { Caller } from "#app/auth/caller.server.ts";
import { everything } from "#app/register/list-query.ts";
import { approverGroupsOf, isAdmin, mayChange, roleLabels, seesAll } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { countExceptions } from "#db/exception-list.ts";

/** What the frame around every page shows: where one is, who one is, and what waits. */
export type ShellData = {
  workspace: string;
  person: { name: string; roles: string };
  waiting: number;
  mayFile: boolean;
  isApprover: boolean;
  seesAudit: boolean;
  isAdmin: boolean;
};

export async function shellOf(db: Db, caller: Caller): Promise<ShellData> {
  const isApprover = approverGroupsOf(caller.roles).length > 0;
  const waiting = isApprover
    ? await countExceptions(db, caller.workspace.id, { ...everything, states: ["submitted", "assessed"] }, 99)
    : 0;
  return {
    workspace: caller.workspace.name,
    person: {
      name: caller.user.displayName,
      roles: caller.roles.map((role) => roleLabels[role]).join(", ") || "Requestor",
    },
    waiting,
    mayFile: mayChange(caller.roles),
    isApprover,
    seesAudit: seesAll(caller.roles),
    isAdmin: isAdmin(caller.roles),
  };
}
