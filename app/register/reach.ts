import { namesEveryone } from "./everyone-names.ts";
import type { Gap } from "./readiness.ts";

/** A group or role that a scope names, with how many people are in it. */
export type NamedObject = { kind: "group" | "role"; id: string; name: string; members: number };

/** The groups and roles of a scope, among how many people of the workspace. */
export type Reach = { objects: readonly NamedObject[]; everybody: number };

/** In a workspace of fewer people than this, a team is soon most of it. */
const fewPeople = 10;
const blanketShare = 0.9;

/** Returns what has to be put right because a group or role is nearly everybody, whatever it is called. */
export function blanketGaps({ objects, everybody }: Reach): Gap[] {
  return objects
    .filter(
      ({ name, members }) => namesEveryone(name) || (everybody >= fewPeople && members > everybody * blanketShare),
    )
    .map(({ kind, name, members }) => ({
      field: kind === "group" ? "scope.groups" : "scope.roles",
      code: "nearly_everyone",
      message: `“${name}” has ${members} of ${everybody} people. Name the people, or a ${kind} of those who need it.`,
    }));
}
