import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { searchDirectory } from "#db/directory-words.ts";
import { findUsers } from "#db/users.ts";
import type { DirectoryKind } from "./directory-kind.ts";

/** What a field can be filled with: `value` is what the form sends, `label` is what people call it. */
export type Choice = { value: string; label: string };

const most = 10;
/** Fewer letters would read out the directory, and help nobody to find a name. */
const fewestLetters = 2;

/** Returns people or directory objects whose names begin like what was typed; nobody before the second letter. */
export async function findChoices(
  db: Db,
  workspaceId: string,
  { kind, typed }: { kind: DirectoryKind | "user"; typed: string },
): Promise<Choice[]> {
  if (typed.trim().length < fewestLetters) return [];
  const { ids } = await searchDirectory(db, { workspaceId, kind }, typed);
  if (kind === "user") {
    const users = [...(await findUsers(db, workspaceId, ids)).values()].filter(({ disabledAt }) => disabledAt === null);
    return sorted(users.map(({ userName, displayName }) => ({ value: userName, label: displayName })));
  }
  const names = await namesOf(db, workspaceId, ids);
  return sorted(ids.map((id) => ({ value: id, label: names.get(`${kind}:${id}`) ?? id })));
}

function sorted(choices: Choice[]): Choice[] {
  return choices.sort((one, other) => (one.label < other.label ? -1 : 1)).slice(0, most);
}
