import type { Instant } from "#app/engine/types.ts";

/** What an event says about the exception that it is about. */
export type AboutException = {
  id: string;
  /** Null where the reason for such exceptions is private, which a title can give away. */
  title: string | null;
  category: string;
  state: string;
  rating: string | null;
  startsAt: Instant;
  endsAt: Instant;
  /** What it lets in, in words, without the names of people where these are not to be sent. */
  scope: string;
};

/** One event as it is told outside, before it has the form of its receiver. */
export type Happening = {
  seq: number;
  at: Instant;
  type: string;
  workspace: { slug: string; name: string };
  actor: { kind: string; id: string | null; name: string | null };
  subject: { kind: string; id: string };
  /** A page of the register; it opens a page and does nothing by itself. */
  url: string;
  facts: Record<string, unknown>;
  exception: AboutException | null;
};
