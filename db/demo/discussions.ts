import type { Caller } from "#app/auth/caller.server.ts";
import { addComment } from "#app/register/add-comment.server.ts";
import { addDays } from "#app/register/days.ts";
import { setWatch } from "#app/register/watch.server.ts";
import type { Db } from "../connect.ts";
import { findUser } from "../users.ts";
import { findWorkspace } from "../workspaces.ts";
import { type CastKey, type CastMember, cast } from "./cast.ts";
import type { Stage, Step } from "./play-story.ts";

/** What people say about a record, in days before the demo's start. */
type Said =
  | { title: string; who: CastKey; ago: number; body: string }
  | { title: string; who: CastKey; ago: number; isWatch: true };

const said: readonly Said[] = [
  {
    title: "Result mailer reads its mailbox over IMAP",
    who: "priya.raman",
    ago: 34.6,
    body: "Does the mailbox ever hold results by name? @fatima.haddad",
  },
  {
    title: "Result mailer reads its mailbox over IMAP",
    who: "fatima.haddad",
    ago: 34.5,
    body: "No: accession numbers only. The monthly sample in the controls is how we know.",
  },
  { title: "Result mailer reads its mailbox over IMAP", who: "helen.marsh", ago: 30, isWatch: true },
  {
    title: "Result mailer reads its mailbox over IMAP",
    who: "callum.byrne",
    ago: 6.2,
    body: "The Graph client answers in test since Monday. @mei.tanaka and I let both run side by side from next week, and the first milestone holds.",
  },
  {
    title: "Locum pathologist, first week",
    who: "amara.diallo",
    ago: 0.4,
    body: "Who hands over the key if she starts on the night shift?",
  },
  {
    title: "Locum pathologist, first week",
    who: "fatima.haddad",
    ago: 0.3,
    body: "Reception keeps it in the safe. She signs for it there.",
  },
];

/** Returns the steps by which people talk about the records of the demo. */
export function discussions(stage: Stage): Step[] {
  return said.map((one) => {
    const at = addDays(stage.now, -one.ago);
    return {
      at,
      run: async (tx) => {
        const caller = await callerOf(tx, stage, one.who, at);
        const id = await idOf(tx, stage, one.title);
        if ("isWatch" in one) await setWatch(tx, { caller, id, isWatching: true, now: at });
        else await addComment(tx, { caller, id, body: one.body, now: at });
      },
    };
  });
}

/** One of the cast as they would be calling, with a factor just used. */
export async function callerOf(tx: Db, { workspaceId, people }: Stage, who: CastKey, at: string): Promise<Caller> {
  const userId = people.get(who) ?? "";
  const { roles = [] }: CastMember = cast[who];
  const workspace = await findWorkspace(tx, workspaceId);
  const user = await findUser(tx, workspaceId, userId);
  if (!workspace || !user) throw new Error(`${who} is not in the demo`);
  return {
    workspace,
    user,
    roles: [...roles],
    actor: { userId, roles, aal: 2, factorUsedAt: at },
    auditActor: { kind: "user", id: userId },
    session: null,
    token: null,
  };
}

/** Returns the id of the record with a title. */
export async function idOf(tx: Db, { workspaceId }: Stage, title: string): Promise<string> {
  const { id } = await tx
    .selectFrom("exceptions")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("title", "=", title)
    .executeTakeFirstOrThrow();
  return id;
}
