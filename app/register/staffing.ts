import type { Stage } from "./category.ts";
import { type ApproverGroup, approverGroups } from "./roles.ts";

/** What somebody can do for a record; "implementer" puts it in place once everybody has agreed. */
export type Office = ApproverGroup | "implementer";

/** Somebody who holds one of the offices and is in no conflict. */
export type Candidate = { id: string; name: string; offices: readonly Office[] };

export type Staffing = {
  stages: { group: ApproverGroup; minimum: number; names: string[] }[];
  implementers: string[];
  /** The offices that lack somebody, when everyone has to be a different person. */
  short: Office[];
};

/**
 * Returns who could approve and put in place, and what could not be filled: each of them has to be somebody else, so
 * that one person in two groups fills one place.
 */
export function staffingOf(stages: readonly Stage[], candidates: readonly Candidate[]): Staffing {
  const namesOf = (office: Office) =>
    candidates.filter(({ offices }) => offices.includes(office)).map(({ name }) => name);
  return {
    stages: stages.map(({ group, minimum }) => ({ group, minimum, names: namesOf(group) })),
    implementers: namesOf("implementer"),
    short: shortOf(placesOf(stages), candidates),
  };
}

function placesOf(stages: readonly Stage[]): Office[] {
  const places = stages.flatMap(({ group, minimum }) => Array.from({ length: minimum }, (): Office => group));
  // Approvals come first: who could do both is asked for theirs.
  return [...places.sort((one, other) => rank(one) - rank(other)), "implementer"];
}

const rank = (office: Office) => (office === "implementer" ? approverGroups.length : approverGroups.indexOf(office));

/** Seats people by augmenting paths: a seated person moves to another of their offices where that makes room. */
function shortOf(places: readonly Office[], candidates: readonly Candidate[]): Office[] {
  const seatedAt = new Map<string, number>();
  const seat = (place: number, tried: Set<string>): boolean => {
    const office = places[place];
    for (const { id, offices } of candidates) {
      if (!office || !offices.includes(office) || tried.has(id)) continue;
      tried.add(id);
      const other = seatedAt.get(id);
      if (other === undefined || seat(other, tried)) {
        seatedAt.set(id, place);
        return true;
      }
    }
    return false;
  };
  return [...new Set(places.filter((_office, place) => !seat(place, new Set())))];
}
