import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { findUsers } from "#db/users.ts";

type About = { subjectId: string; applicationId: string };

/** Returns the names that sign-ins are shown with: of subjects by their id, of applications by "application:id". */
export async function signInNames(
  db: Db,
  workspaceId: string,
  signIns: readonly About[],
): Promise<Record<string, string>> {
  const subjects = [...new Set(signIns.map(({ subjectId }) => subjectId))];
  const objects = await namesOf(db, workspaceId, [...signIns.map(({ applicationId }) => applicationId), ...subjects]);
  const names: Record<string, string> = {};
  for (const [key, name] of objects) names[key.replace(/^service_principal:/, "")] = name;
  for (const [id, { displayName }] of await findUsers(db, workspaceId, subjects)) names[id] = displayName;
  return names;
}
