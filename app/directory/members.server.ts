import type { Instant, Policy } from "#app/engine/types.ts";
import { enrollmentStanding } from "#app/policy/grace-of-subject.ts";
import { subjectsOf } from "#app/signins/subjects-of.server.ts";
import type { Db } from "#db/connect.ts";
import { type DirectoryUser, listDirectoryUsers } from "#db/directory-users.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { lastPermittedSignIns } from "#db/last-sign-ins.ts";
import { currentPolicy } from "#db/policies.ts";

/** Few enough at a time that sign-in decisions need not wait for it. */
const pageSize = 200;

type Asked = { workspaceId: string; ssoRequired: boolean | null; now: Instant };

/**
 * Writes everybody of a workspace as `{"data":[…]}`. The list is not cut into pages, since whoever looks for accounts
 * that get in without the identity provider must not overlook any; a page at a time is read, however many there are.
 */
export function membersAsJson(db: Db, asked: Asked): ReadableStream<Uint8Array> {
  const pieces = piecesOf(db, asked);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
}

async function* piecesOf(db: Db, { workspaceId, ssoRequired, now }: Asked): AsyncGenerator<string, void> {
  const policy = await currentPolicy(db, workspaceId);
  await gatherRecent(db, workspaceId);
  yield '{"data":[';
  let separator = "";
  for (let after: string | null = ""; after !== null; ) {
    const page = await listDirectoryUsers(db, workspaceId, { search: "", ssoRequired, after, limit: pageSize });
    for (const member of await membersOf(db, { workspaceId, users: page.users, policy, now })) {
      yield `${separator}\n${JSON.stringify(member)}`;
      separator = ",";
    }
    after = page.next;
  }
  yield "\n]}\n";
}

type Listed = { workspaceId: string; users: readonly DirectoryUser[]; policy: Policy; now: Instant };

/** What a member is called by: `role` is the first that they have in the register, or "member". */
async function membersOf(db: Db, { workspaceId, users, policy, now }: Listed) {
  const ids = users.map(({ id }) => id);
  const [subjects, lastSignIns] = await Promise.all([
    subjectsOf(db, workspaceId, ids),
    lastPermittedSignIns(db, workspaceId, ids),
  ]);
  const bySubject = new Map(subjects.map((subject) => [subject.id, subject]));
  return users.map(({ id, userName, registerRoles, lastSignInAt, ssoRequired, factors, disabledAt }) => {
    const subject = bySubject.get(id);
    const grace = subject ? enrollmentStanding(subject, policy, now).grace : null;
    return {
      email: userName,
      role: registerRoles[0] ?? "member",
      last_login: laterOf(lastSignInAt, lastSignIns.get(id) ?? null),
      sso_required: ssoRequired,
      factors: factors.map(({ kind }) => kind),
      grace: grace && { starts_at: grace.startsAt, ends_at: grace.endsAt, active: grace.isActive },
      disabled: disabledAt !== null,
    };
  });
}

/** Somebody may sign in to the register, to what the login path guards, or to both. */
export function laterOf(one: Instant | null, other: Instant | null): Instant | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
