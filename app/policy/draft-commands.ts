import { isAdmin, type RegisterRole } from "#app/register/roles.ts";

export const draftCommands = ["submit", "confirm", "reject", "withdraw"] as const;
/** What can be done with a policy that is not in force. */
export type DraftCommand = (typeof draftCommands)[number];

/** What keeps somebody from it. */
export const draftRefusals = {
  not_admin: { status: 403, text: "The policy is changed by admins." },
  own_weakening: { status: 403, text: "You asked for this, so a different admin has to decide." },
  not_author: { status: 403, text: "Only the admin who wrote it can do this." },
  not_waiting: { status: 409, text: "It does not wait for a second admin." },
  settled_already: { status: 409, text: "It has been handed in or settled already." },
} as const satisfies Record<string, { status: 403 | 409; text: string }>;
export type DraftRefusal = keyof typeof draftRefusals;

type Draft = { state: string; authorId: string };
type By = { userId: string; roles: readonly RegisterRole[] };

/** Returns why somebody cannot do this with a draft, or null; screens and API ask here. */
export function draftRefusal(command: DraftCommand, draft: Draft, { userId, roles }: By): DraftRefusal | null {
  if (!isAdmin(roles)) return "not_admin";
  if (draft.state !== "draft" && draft.state !== "waiting") return "settled_already";
  const isAuthor = userId === draft.authorId;
  if (command === "confirm" || command === "reject") {
    if (draft.state === "draft") return "not_waiting";
    return isAuthor ? "own_weakening" : null;
  }
  if (command === "submit" && draft.state === "waiting") return "settled_already";
  return isAuthor ? null : "not_author";
}
