import type { Instant } from "#app/engine/types.ts";
import { type ChangeKind, changeKinds, mostKept, type ReplayCounts } from "./trial.ts";

/** A decision that would have been another. */
export type ReplayChange = {
  kind: ChangeKind;
  /** From 1 on among those of its kind, in the order in which they were found. */
  number: number;
  decisionId: string;
  at: Instant;
  subjectId: string;
  applicationId: string;
  outcomeBefore: string;
  reasonBefore: string;
  outcomeAfter: string;
  reasonAfter: string;
};

/** Counts decisions as they are judged anew; of each kind the first ones are kept. */
export type Tally = {
  unchanged(): void;
  unjudged(): void;
  changed(change: Omit<ReplayChange, "number">, isByTrial: boolean): void;
  counts(): ReplayCounts;
  kept(): ReplayChange[];
};

export function newTally(): Tally {
  const changes = Object.fromEntries(
    changeKinds.map((kind) => [kind, { decisions: 0, people: new Set<string>(), kept: [] as ReplayChange[] }]),
  ) as Record<ChangeKind, { decisions: number; people: Set<string>; kept: ReplayChange[] }>; // cast: one entry for each kind
  const [unchanged, unjudged, letInByTrial] = [{ count: 0 }, { count: 0 }, { count: 0 }];
  const countOf = (kind: ChangeKind) => ({ decisions: changes[kind].decisions, people: changes[kind].people.size });
  return {
    unchanged: () => {
      unchanged.count += 1;
    },
    unjudged: () => {
      unjudged.count += 1;
    },
    changed: (change, isByTrial) => {
      const entry = changes[change.kind];
      entry.decisions += 1;
      entry.people.add(change.subjectId);
      if (isByTrial) letInByTrial.count += 1;
      if (entry.decisions <= mostKept) entry.kept.push({ ...change, number: entry.decisions });
    },
    counts: () => {
      const [challenged, enrolled, refused, letIn] = [
        countOf("challenged"),
        countOf("enrolled"),
        countOf("refused"),
        countOf("let_in"),
      ];
      const differing = challenged.decisions + enrolled.decisions + refused.decisions + letIn.decisions;
      return {
        judged: unchanged.count + differing,
        unchanged: unchanged.count,
        unjudged: unjudged.count,
        letInByTrial: letInByTrial.count,
        challenged,
        enrolled,
        refused,
        let_in: letIn,
      };
    },
    kept: () => changeKinds.flatMap((kind) => changes[kind].kept),
  };
}
