import type { Caller } from "#app/auth/caller.server.ts";
import { fewCodesLeft } from "#app/auth/few-codes-left.server.ts";
import { span } from "#app/components/relative-time.ts";
import type { Instant } from "#app/engine/types.ts";
import { inboxOf } from "#app/mail/inbox.server.ts";
import { absentsOf } from "#app/register/absents-of.server.ts";
import { addDays } from "#app/register/days.ts";
import { decisionOf } from "#app/register/deciding.ts";
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
import { isAnyCustodian } from "#db/break-glass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { countUnread } from "#db/inbox.ts";
import { countWeakeningsFor } from "#db/policy-drafts.ts";
import { listUnratified } from "#db/waiting.ts";

/** Something that runs by one approver's word, and how long it still may, in words. */
export type LiveEmergency = { id: string; title: string; left: string };

/** What the frame around every page shows: where one is, who one is, and what waits. */
export type ShellData = {
  workspace: string;
  /** By whose clocks its forms are filled in. */
  timeZone: string;
  person: { name: string; roles: string };
  /** How long they may still use the register, in words; null while that is long, or has no end. */
  accessLeft: string | null;
  /** How long they may still do without a second factor, in words; null where they have one or need none. */
  graceLeft: string | null;
  /** How many recovery codes they have left, once it is time for new ones. */
  codesLeft: number | null;
  /** How many records wait for this person, of the 100 that have waited longest. */
  waiting: number;
  /** How many messages of their inbox they have not read. */
  unread: number;
  mayFile: boolean;
  isApprover: boolean;
  /** Whether they have a place to give, take one, or see to those of others. */
  seesDelegations: boolean;
  seesAudit: boolean;
  /** Whether they have to do with the accounts for emergencies: by a role, or as a custodian. */
  seesBreakGlass: boolean;
  seesSignIns: boolean;
  isAdmin: boolean;
  readsPolicy: boolean;
  /** How many weakenings of the policy this person could confirm. */
  weakenings: number;
  /** What is in force without the approvals it needs; only for those who can do something about it. */
  emergencies: LiveEmergency[];
};

/** A page that has read already what waits hands it in, so that it is not read twice. */
export async function shellOf(db: Db, caller: Caller, now: Instant, known?: Waiting): Promise<ShellData> {
  const workspaceId = caller.workspace.id;
  const absents = await absentsOf(db, workspaceId, caller.user.id, now);
  const isApprover = mayChange(caller.roles) && (approverGroupsOf(caller.roles).length > 0 || absents.length > 0);
  const waiting = isApprover ? (known ?? (await waitingFor(db, caller, now))).sights : [];
  return {
    workspace: caller.workspace.name,
    timeZone: caller.workspace.timeZone,
    person: {
      name: caller.user.displayName,
      roles: caller.roles.map((role) => roleLabels[role]).join(", ") || "Requestor",
    },
    accessLeft: accessLeft(caller.user, now),
    graceLeft: caller.session?.graceEndsAt ? span(now, caller.session.graceEndsAt) : null,
    codesLeft: await fewCodesLeft(db, caller.user),
    waiting: waiting.filter((sight) => decisionOf(sight).command !== null).length,
    unread: await countUnread(db, inboxOf(caller, now)),
    mayFile: mayChange(caller.roles),
    isApprover,
    seesDelegations: isApprover || isAdmin(caller.roles) || caller.roles.includes("auditor"),
    seesAudit: seesAll(caller.roles),
    seesBreakGlass: seesAll(caller.roles) || (await isAnyCustodian(db, workspaceId, caller.user.id)),
    seesSignIns: seesSignIns(caller.roles),
    isAdmin: isAdmin(caller.roles),
    readsPolicy: readsPolicy(caller.roles),
    weakenings: isAdmin(caller.roles) ? await countWeakeningsFor(db, workspaceId, caller.user.id) : 0,
    emergencies: isApprover || isAdmin(caller.roles) ? await liveEmergencies(db, workspaceId, now) : [],
  };
}

/** An end that is nearer than this is told of on every page. */
const nearDays = 14;

function accessLeft({ accessEndsAt }: Caller["user"], now: Instant): string | null {
  return accessEndsAt === null || accessEndsAt > addDays(now, nearDays) ? null : span(now, accessEndsAt);
}

async function liveEmergencies(db: Db, workspaceId: string, now: Instant): Promise<LiveEmergency[]> {
  const records = await listUnratified(db, workspaceId, now);
  return records.map(({ id, title, endsAt }) => ({ id, title, left: span(now, endsAt) }));
}
