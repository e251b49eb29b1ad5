import { Refused } from "#app/register/refused.ts";
import { type DirectoryKind, hasMembers, kindAt, type MemberKind } from "./directory-kind.ts";

/** @throws Refused 404 when an address names no kind of the directory. */
export function kindNamed(path: string | undefined): DirectoryKind {
  const kind = kindAt(path);
  if (!kind) throw new Refused(404, "not_found", "There is nothing at this address.");
  return kind;
}

/** @throws Refused 404 when an address names no kind of the directory that people belong to. */
export function memberKindNamed(path: string | undefined): MemberKind {
  const kind = kindNamed(path);
  if (!hasMembers(kind)) throw new Refused(404, "not_found", "Only groups and roles have members.");
  return kind;
}
