import type { Instant } from "#app/engine/types.ts";
import { askedText } from "#app/policy/policy-texts.ts";
import type { Db } from "#db/connect.ts";
import type { DirectoryObject } from "#db/directory.ts";
import { listMembers } from "#db/directory-users.ts";
import { withForceSkips } from "#db/force-skips.ts";
import { liveExceptionsFor } from "#db/live-exceptions.ts";
import { currentPolicy } from "#db/policies.ts";
import { requireObject } from "./change-object.server.ts";
import { hasMembers } from "./directory-kind.ts";
import { exceptionRow } from "./user-view.server.ts";

type Asked = { workspaceId: string; which: Pick<DirectoryObject, "kind" | "id">; after: string | null; now: Instant };

/**
 * Gathers what the directory knows of a group, role, application or service principal, and what rests on it.
 * @throws Refused 404 when there is none.
 */
export async function objectView(db: Db, { workspaceId, which, after, now }: Asked) {
  const { kind, id } = which;
  const entry = await requireObject(db, workspaceId, which);
  const [policy, exceptions, members] = await Promise.all([
    currentPolicy(db, workspaceId),
    liveExceptionsFor(db, workspaceId, [`${kind}:${id}`], now),
    hasMembers(kind) ? listMembers(db, workspaceId, { kind, objectId: id }, { after, limit: 50 }) : null,
  ]);
  const isAbout = ({ target }: { target: { kind: string; id: string } }) => target.kind === kind && target.id === id;
  return {
    entry,
    exceptions: exceptions.map((found) => ({
      ...exceptionRow(found, new Map(), now),
      through: [kind === "application" ? "everybody there" : "by name"],
    })),
    asked: [
      ...policy.rules.filter(isAbout).map((rule) => `Rule: ${askedText(rule)}`),
      ...policy.floors.filter(isAbout).map((floor) => `Floor, which no exception lowers: ${askedText(floor)}`),
    ],
    members: members && {
      people: await withForceSkips(
        db,
        workspaceId,
        members.members.map(({ id: userId, userName, displayName, disabledAt }) => ({
          id: userId,
          userName,
          displayName,
          disabledAt,
        })),
        now,
      ),
      next: members.next,
    },
  };
}
