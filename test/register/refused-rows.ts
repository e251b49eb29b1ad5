import { addDays } from "#app/register/days.ts";
import type { Command } from "#app/register/lifecycle.ts";
import type { Refusal } from "#app/register/refusals.ts";
import { putInPlace } from "#test/support/active-exception.ts";
import { noon } from "#test/support/make.ts";
import type { People } from "#test/support/people.ts";

type Fields = Record<string, string>;
export type Stage =
  | "draft"
  | "submitted"
  | "assessed"
  | "approved"
  | "active"
  | "extending"
  | "granted"
  | "suspended"
  | "failed";
export type Row = {
  sentence: string;
  stage: Stage;
  who: keyof People;
  command: Command;
  fields?: Fields;
  at?: string;
  refusal: Refusal;
};

export const start = noon;
export const end = addDays(noon, 30);
const comment = { comment: "So be it" };
export const change = { ...putInPlace, comment: "" };

/** Each refusal that a person can meet, on a record that a colleague could move on. */
export const rows: Row[] = [
  { sentence: "a draft is not approved", stage: "draft", who: "identity", command: "approve", refusal: "no_such_move" },
  {
    sentence: "an auditor moves nothing",
    stage: "active",
    who: "auditor",
    command: "revoke",
    fields: comment,
    refusal: "auditor",
  },
  {
    sentence: "another's draft is not submitted",
    stage: "draft",
    who: "admin",
    command: "submit",
    refusal: "not_requestor",
  },
  {
    sentence: "nobody approves their own request",
    stage: "assessed",
    who: "requestor",
    command: "approve",
    refusal: "own_request",
  },
  {
    sentence: "nobody approves what is about them",
    stage: "assessed",
    who: "identity2",
    command: "approve",
    refusal: "own_benefit",
  },
  { sentence: "an admin is no approver", stage: "assessed", who: "admin", command: "approve", refusal: "not_approver" },
  {
    sentence: "a group that is not asked is not needed",
    stage: "assessed",
    who: "leadership",
    command: "approve",
    refusal: "not_needed",
  },
  {
    sentence: "nobody approves twice",
    stage: "extending",
    who: "identity",
    command: "approve",
    refusal: "already_approved",
  },
  {
    sentence: "who put it in place approves no extension of it",
    stage: "extending",
    who: "implementer",
    command: "approve",
    refusal: "implementer_approves",
  },
  {
    sentence: "nobody approves the extension they asked for",
    stage: "extending",
    who: "requestor",
    command: "approve",
    refusal: "own_request",
  },
  {
    sentence: "an approver puts nothing in place",
    stage: "approved",
    who: "risk",
    command: "implement",
    fields: change,
    refusal: "approver_implements",
  },
  {
    sentence: "a requestor puts nothing in place",
    stage: "approved",
    who: "requestor",
    command: "implement",
    fields: change,
    refusal: "requestor_implements",
  },
  {
    sentence: "nobody puts in place what is about them",
    stage: "approved",
    who: "identity2",
    command: "implement",
    fields: change,
    refusal: "beneficiary_implements",
  },
  {
    sentence: "it takes an implementer to put it in place",
    stage: "approved",
    who: "admin",
    command: "implement",
    fields: change,
    refusal: "not_implementer",
  },
  {
    sentence: "who granted it does not ratify it",
    stage: "granted",
    who: "identity",
    command: "ratify",
    refusal: "granted_it",
  },
  {
    sentence: "who filed it does not keep it",
    stage: "active",
    who: "requestor",
    command: "review",
    fields: { outcome: "keep", ...comment },
    refusal: "own_review",
  },
  {
    sentence: "an extension is asked for by who answers for it",
    stage: "active",
    who: "admin",
    command: "request_extension",
    fields: { ends_at: addDays(end, 5), ...comment },
    refusal: "not_owner",
  },
  {
    sentence: "one extension at a time",
    stage: "extending",
    who: "owner",
    command: "request_extension",
    fields: { ends_at: addDays(end, 5), ...comment },
    refusal: "extension_waits",
  },
  {
    sentence: "what has ended is not extended",
    stage: "active",
    who: "requestor",
    command: "request_extension",
    fields: { ends_at: addDays(end, 5), ...comment },
    at: end,
    refusal: "window_closed",
  },
  {
    sentence: "what has ended is not approved",
    stage: "assessed",
    who: "identity",
    command: "approve",
    at: end,
    refusal: "window_closed",
  },
  {
    sentence: "what is in force is not closed",
    stage: "active",
    who: "admin",
    command: "close",
    fields: { cause: "other", evidence: "x", replaced_by: "x", would_have_avoided: "x" },
    refusal: "still_live",
  },
  {
    sentence: "its owner alone does not resume it",
    stage: "suspended",
    who: "owner",
    command: "resume",
    fields: comment,
    refusal: "not_overseer",
  },
  {
    sentence: "what failed its test is not resumed",
    stage: "failed",
    who: "admin",
    command: "resume",
    fields: comment,
    refusal: "validation_failed",
  },
  {
    sentence: "nothing lapses by hand",
    stage: "submitted",
    who: "admin",
    command: "lapse",
    fields: comment,
    refusal: "not_by_hand",
  },
];
