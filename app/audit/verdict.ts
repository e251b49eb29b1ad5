import type { ChainBreak } from "./chain.ts";
import type { BatchBreak } from "./decision-chain.ts";

/** What is asked of a walk; with a row in `upTo` it is about the chain up to that row, and about no stream. */
export type VerifyTask = { workspaceId: string; upTo: number | null };

/** How many rows of the chain have been walked over, of how many. */
export type ChainProgress = { done: number; total: number };

/** What a walk along a workspace's chain found; `upToSeq` is the last row that follows from all before it. */
export type ChainReport = { ok: boolean; upToSeq: number; firstBreak: Break | null };

/**
 * The first row that does not follow, and why. "beyond_head": rows that the head has never heard of. "head_differs":
 * the rows agree with each other but not with the head, as after all of them were hashed anew. "text_differs" and
 * "text_missing": a name that is kept beside the row is another one, or is gone though nobody was pseudonymised.
 * "checkpoint_differs": all of them agree, but not with what was signed of the log earlier.
 */
export type Break = {
  seq: number;
  reason:
    | ChainBreak["reason"]
    | "beyond_head"
    | "head_differs"
    | "text_differs"
    | "text_missing"
    | "checkpoint_differs";
};

export const breakSentences: Record<Break["reason"], string> = {
  missing: "the row is missing",
  altered: "what it says does not match its hash",
  unlinked: "it does not name the hash of the row before it",
  beyond_head: "the workspace's audit head has never heard of it",
  head_differs: "its hash is not the one that the workspace's audit head remembers",
  text_differs: "a name that is kept beside it is not the one that it was written with",
  text_missing: "a name that was kept beside it is gone, and nobody was pseudonymised",
  checkpoint_differs: "it is not the row that a checkpoint of the log was signed for",
};

/** The first batch of a stream of decisions that does not follow. "unsealed": the audit log knows it by another hash. */
export type StreamBreak = { stream: string; batch: number; reason: BatchBreak["reason"] | "unsealed" };

/** What was found of a workspace's audit chain, and of its streams of decisions where these were walked, too. */
export type Verdict = ChainReport & { streamBreak: StreamBreak | null };

/** Something that does not follow, in words. */
export type Finding = { where: string; reason: string };

/** Returns what does not follow; nothing where all does. */
export function findingsOf({ firstBreak, streamBreak }: Pick<Verdict, "firstBreak" | "streamBreak">): Finding[] {
  return [
    ...(firstBreak ? [{ where: `row ${firstBreak.seq}`, reason: breakSentences[firstBreak.reason] }] : []),
    ...(streamBreak
      ? [{ where: `batch ${streamBreak.batch} of decision stream ${streamBreak.stream}`, reason: streamBreak.reason }]
      : []),
  ];
}
