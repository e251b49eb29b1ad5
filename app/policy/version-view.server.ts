import type { Caller } from "#app/auth/caller.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { findPolicyVersion, latestPolicyVersion, listPolicyVersions } from "#db/policies.ts";
import { findUsers } from "#db/users.ts";
import { contentOf } from "./policy-content.ts";
import { differenceOf, weakens } from "./policy-difference.ts";
import { namesIn } from "./policy-names.server.ts";

type Asked = { version: number; with: number | null };

/** Returns a version beside another one, the one before it unless asked otherwise; undefined where it does not exist. */
export async function versionView(db: Db, caller: Caller, asked: Asked) {
  const workspaceId = caller.workspace.id;
  const found = await findPolicyVersion(db, workspaceId, asked.version);
  if (!found) return undefined;
  const latest = await latestPolicyVersion(db, workspaceId);
  const otherNumber = asked.with ?? asked.version - 1;
  const other = await findPolicyVersion(db, workspaceId, otherNumber);
  const content = contentOf(found.policy);
  const current = contentOf(latest.policy);
  const beside = other && contentOf(other.policy);
  const names = await namesIn(db, workspaceId, [content, current, ...(beside ? [beside] : [])]);
  const { versions } = await listPolicyVersions(db, workspaceId, { before: null, limit: 100 });
  const authors = await findUsers(db, workspaceId, found.authorId === null ? [] : [found.authorId]);
  const restoring = differenceOf({ before: current, after: content, forcesReenrollment: false, names });
  return {
    version: found.policy.version,
    reason: found.reason,
    createdAt: found.createdAt,
    author: found.authorId === null ? null : (authors.get(found.authorId)?.displayName ?? found.authorId),
    reenrollmentForcedAt: found.policy.reenrollmentForcedAt,
    content,
    names,
    isInForce: found.policy.version === latest.policy.version,
    current: latest.policy.version,
    numbers: versions.map(({ policy }) => policy.version),
    beside: other ? otherNumber : null,
    changes: beside ? differenceOf({ before: beside, after: content, forcesReenrollment: false, names }) : [],
    restoring: { changes: restoring, isWeaker: weakens(restoring) },
    mayRestore: isAdmin(caller.roles),
  };
}
