import type { Scope } from "#app/engine/types.ts";
import { namesEveryone } from "./everyone-names.ts";
import type { Gap } from "./readiness.ts";

/** A group or role that a scope names, with how many people are in it. */
export type NamedObject = { kind: "group" | "role"; id: string; name: string; members: number };

/** Whom a scope reaches among the people of the workspace. */
export type Reach = {
  objects: readonly NamedObject[];
  /** Everybody whom it names, by name or through a group or role; null where it names nobody, and so means anybody. */
  people: number | null;
  everybody: number;
};

/** In a workspace of fewer people than this, a team is soon most of it. */
const fewPeople = 10;
const blanketShare = 0.9;
const wideShare = 0.25;
const widePeople = 50;

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

/** Says how wide a scope is where that has to be thought about before it is asked for; null where it is narrow. */
export function wideScopeText({ people, everybody }: Reach, { networks }: Pick<Scope, "networks">): string | null {
  if (people === null)
    return networks.length > 0
      ? "It names nobody, so it means everybody who uses its applications from its networks."
      : "It names nobody and no network, so it means everybody who uses its applications, from anywhere.";
  const isWide = people >= widePeople || (everybody >= fewPeople && people > everybody * wideShare);
  return isWide ? `This is a wide scope: ${people} of ${everybody} people. Expect to be asked to narrow it.` : null;
}
