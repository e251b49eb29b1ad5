import { randomBytes } from "node:crypto";
import { type DecisionStream, newStream } from "./decision-stream.ts";

/** Begins a stream of decisions that nobody else appends to. */
export function openStream(): DecisionStream {
  return newStream(randomBytes(8).toString("hex"));
}
