import { genesis } from "#app/audit/chain.ts";

/** The last link of a workspace's decisions in a stream. */
export type StreamHead = { workspaceId: string; stream: string; seq: number; hash: string };

/** A chain of batches per workspace that one process alone appends to. */
export type DecisionStream = { id: string; heads: ReadonlyMap<string, StreamHead> };

export function newStream(id: string): DecisionStream {
  return { id, heads: new Map() };
}

/** Returns what the next batch of a workspace is chained to. */
export function headOf({ id, heads }: DecisionStream, workspaceId: string): StreamHead {
  return heads.get(workspaceId) ?? { workspaceId, stream: id, seq: 0, hash: genesis };
}

/** Returns the stream with new heads; only a batch that has been committed may move them. */
export function advance({ id, heads }: DecisionStream, moved: readonly StreamHead[]): DecisionStream {
  return { id, heads: new Map([...heads, ...moved.map((head) => [head.workspaceId, head] as const)]) };
}
