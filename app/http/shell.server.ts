import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { decisionOf } from "#app/register/approval-card.ts";
import {
  approverGroupsOf,
  isAdmin,
  mayChange,
  readsPolicy,
  roleLabels,
  seesAll,
  seesSignIns,
} from "#app/register/roles.ts";
import { type Waiting, waitingFor } from "#app/register/waiting.server.ts";
import type { Db } from "#db/connect.ts";
import { countWeakeningsFor } from "#db/policy-drafts.ts";

/** What the frame around every page shows: where one is, who one is, and what waits. */
export type ShellData = {
  workspace: string;
  person: { name: string; roles: string };
  /** How many records wait for this person, of the 100 that have waited longest. */
  waiting: number;
  mayFile: boolean;
  isApprover: boolean;
  seesAudit: boolean;
  seesSignIns: boolean;
  isAdmin: boolean;
  readsPolicy: boolean;
  /** How many weakenings of the policy this person could confirm. */
  weakenings: number;
};

/** A page that has read already what waits hands it in, so that it is not read twice. */
export async function shellOf(db: Db, caller: Caller, now: Instant, known?: Waiting): Promise<ShellData> {
  const isApprover = approverGroupsOf(caller.roles).length > 0;
  const waiting = isApprover ? (known ?? (await waitingFor(db, caller, now))).sights : [];
  return {
    workspace: caller.workspace.name,
    person: {
      name: caller.user.displayName,
      roles: caller.roles.map((role) => roleLabels[role]).join(", ") || "Requestor",
    },
    waiting: waiting.filter(({ moves }) => decisionOf(moves).command !== null).length,
    mayFile: mayChange(caller.roles),
    isApprover,
    seesAudit: seesAll(caller.roles),
    seesSignIns: seesSignIns(caller.roles),
    isAdmin: isAdmin(caller.roles),
    readsPolicy: readsPolicy(caller.roles),
    weakenings: isAdmin(caller.roles) ? await countWeakeningsFor(db, caller.workspace.id, caller.user.id) : 0,
  };
}
