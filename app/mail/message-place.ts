import type { Instant } from "#app/engine/types.ts";

/** Where a page of messages ends, and the next one begins. */
export type MessagePlace = { createdAt: Instant; id: string };

export function placeText({ createdAt, id }: MessagePlace): string {
  return `${createdAt}~${id}`;
}

/** Reads a place from an address; what is none is the beginning. */
export function placeOf(text: string | null): MessagePlace | null {
  const [createdAt, id] = text?.split("~") ?? [];
  return createdAt && id ? { createdAt, id } : null;
}
