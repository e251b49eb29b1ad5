/** Why a command is not somebody's now, by a code that is part of the API. */
export const refusals = {
  no_such_move: "This cannot be done from the state that the record is in.",
  auditor: "Auditors read everything and change nothing.",
  not_requestor: "Only the person who filed it can do this.",
  own_request: "You filed this, so a different person has to decide.",
  own_benefit: "This exception is about you, so a different person has to decide.",
  not_approver: "This needs a member of an approver group.",
  not_needed: "Your approver groups are not needed here, or have given their approvals already.",
  already_approved: "You have approved this content already; every approver is a different person.",
  absent_is_conflicted: "Whoever you stand in for could not decide this either.",
  approver_implements: "You approved this, so a different person has to put it in place.",
  requestor_implements: "You filed this, so a different person has to put it in place.",
  beneficiary_implements: "This exception is about you, so a different person has to put it in place.",
  implementer_approves: "You put this in place, so a different person has to approve it.",
  granted_it: "You granted it in the emergency, so different people have to ratify it.",
  not_implementer: "This needs an implementer.",
  not_involved: "This needs the owner of the record, an approver, an implementer or an admin.",
  not_overseer: "This needs an approver or an admin.",
  own_review: "You filed it or it is about you, so a different person has to decide that it stays.",
  not_owner: "This needs the owner of the record or the person who filed it.",
  extension_waits: "An extension waits for its approvals already.",
  validation_failed: "Its last test failed. Record one that passed, then resume it.",
  review_first: "It is on hold because nobody reviewed it. Review it, then resume it.",
  step_up_required: "Deciding needs a second factor used in the last 15 minutes.",
  window_closed: "Its end has passed; it can only be closed, or filed anew.",
  not_begun: "Its start lies ahead, so there is no emergency to grant it in.",
  still_live: "It is still in force. Revoke it or let it end first.",
  not_by_hand: "The clock alone does this.",
} as const;
export type Refusal = keyof typeof refusals;

/** The right person at the wrong moment. */
const late: readonly Refusal[] = [
  "window_closed",
  "not_begun",
  "still_live",
  "already_approved",
  "extension_waits",
  "validation_failed",
  "review_first",
];

/** Returns the HTTP status of a refusal: 400 no such move, 409 right person but the wrong moment, 403 not you. */
export function refusalStatus(refusal: Refusal): 400 | 403 | 409 {
  if (refusal === "no_such_move") return 400;
  return late.includes(refusal) ? 409 : 403;
}
