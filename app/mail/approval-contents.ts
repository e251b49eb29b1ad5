import { type Compose, onException, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";
import type { Template } from "./templates.ts";

type ApprovalTemplate =
  | "approval_needed"
  | "emergency_granted"
  | "emergency_ratified"
  | "extension_requested"
  | "approval_reminder"
  | "approval_escalated"
  | "delegation_created"
  | "delegation_ended";

type Data = Parameters<Compose>[0];

/** Who asks, or somebody: what was queued before they were named has no name. */
const asker = (data: Data) => data("asker") || "Somebody";

/** What follows the first sentence: for whom the reader decides, and who else has or has to. */
const standing = (data: Data) => (data("standing") ? ` ${data("standing")}` : "");

/** A request lapses in the end; an emergency, and what is in force, end by themselves. */
function ifNobodyDecides(data: Data) {
  if (!data("lapsesAt")) return null;
  const by = shownInstant(data("lapsesAt"));
  if (data("emergency")) return [`If not everyone ratifies it by ${by}`, "it ends by itself."] as const;
  if (data("extensionEndsAt"))
    return [`If nobody decides by ${by}`, `it ends on ${shownInstant(data("endsAt"))} as agreed before.`] as const;
  return [`If nobody decides by ${by}`, "the request lapses and nothing changes."] as const;
}

/** What the messages say to those who decide, and about who decides for whom. */
export const approvalContents: Pick<Record<Template, Compose>, ApprovalTemplate> = {
  approval_needed: (data, links) =>
    onException(
      data("rating") ? "your decision is needed" : "a risk rating is needed",
      () =>
        data("rating")
          ? `${asker(data)} asks for an exception.${standing(data)}`
          : `${asker(data)} asks for an exception, and it waits to be rated: how likely is misuse, and how bad would it be?`,
      "It has no effect before everyone needed has approved and it has been put in place.",
      ifNobodyDecides,
    )(data, links),
  emergency_granted: onException(
    "EMERGENCY, granted without you",
    (data) =>
      `${data("asker") || "One person"} put the exception in force alone. It ends by itself on ${shownInstant(data("endsAt"))} unless everyone who was skipped ratifies it before.${standing(data)}`,
    "If you do not agree, revoke it: that counts at once.",
    ifNobodyDecides,
  ),
  emergency_ratified: onException(
    "the emergency is ratified",
    (data) => `Everyone who was skipped has agreed. The exception runs to ${shownInstant(data("endsAt"))}.`,
    "It is reviewed like any other from now on.",
  ),
  extension_requested: onException(
    "a later end is asked for",
    (data) =>
      `${asker(data)} asks for a later end: ${shownInstant(data("extensionEndsAt"))}. It needs the same approvals anew.${standing(data)}`,
    "Until they are given, it ends as agreed before.",
    ifNobodyDecides,
  ),
  approval_reminder: onException(
    "your decision is still needed",
    (data) =>
      `It has waited for ${data("waits")} since ${shownInstant(data("since"))}, and you are one of those who can decide.${standing(data)}`,
    "Before that, others are told that nobody decides.",
    ifNobodyDecides,
  ),
  approval_escalated: onException(
    "nobody has decided",
    (data) =>
      `It has waited for ${data("waits")} since ${shownInstant(data("since"))}. ${data("deciders") ? `It could be decided by ${data("deciders")}.` : "Nobody can decide about it as it is; somebody has to be added."}`,
    "You are told because you oversee those who decide.",
    ifNobodyDecides,
  ),
  delegation_created: (data, { page }) => ({
    subject: `${data("to")} decides for ${data("from")}`,
    lead: `${data("from")} has given their place among the approvers to ${data("to")}, from ${shownInstant(data("startsAt"))} to ${shownInstant(data("endsAt"))}.`,
    facts: [["Reason", data("reason")]],
    link: { label: "See it, or end it early", url: page("/account/delegations") },
    after: "Nothing can be decided that either of them could not decide alone, and it ends by itself.",
    footnote: opensOnly,
  }),
  delegation_ended: (data, { page }) => ({
    subject: `${data("to")} no longer decides for ${data("from")}`,
    lead: `The delegation was ended before its time. ${data("to")} decides nothing in the place of ${data("from")} any more.`,
    facts: [["Would have ended", shownInstant(data("endsAt"))]],
    link: { label: "See the delegations", url: page("/account/delegations") },
    after: "What was decided before stays decided.",
    footnote: opensOnly,
  }),
};
