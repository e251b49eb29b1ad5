import { type Instant, type Outcome, outcomes, type Policy } from "#app/engine/types.ts";
import { loadTrial } from "#app/replays/load-trial.server.ts";
import type { Trial } from "#app/replays/trial.ts";
import { type Case, decideCase } from "#app/signins/decide-cases.ts";
import { gatherFacts } from "#app/signins/gather-facts.server.ts";
import type { Db } from "#db/connect.ts";
import { memberIds } from "#db/members.ts";
import { currentPolicy } from "#db/policies.ts";
import { prepareSignInFacts } from "#db/sign-in-facts.ts";
import { queryRunner } from "#db/statements.ts";
import { type Tried, type Variant, variants, type WhatIf } from "./variants.ts";
import { requestAbout, type WhatIfRequest } from "./what-if-request.ts";

const mostMembers = 5000;
const membersAtOnce = 500;
const mostRows = 20;

type Setting = { policy: Policy; trial: Trial; variants: Variant[] };

/**
 * Says how a sign-in would be decided at some time, under what is in force and under drafts. Nothing is recorded.
 * @throws Refused 400 for a draft that does not exist or is no draft any more.
 */
export async function trySignIn(db: Db, workspaceId: string, request: WhatIfRequest, now: Instant): Promise<WhatIf> {
  const at = request.at ?? now;
  const wanted = { policyDraftId: request.policy_draft ?? "", exceptionId: request.exception ?? "" };
  const trial = await loadTrial(db, workspaceId, wanted, { from: at, to: at, now });
  const policy = await currentPolicy(db, workspaceId);
  const setting = { policy, trial, variants: variantsOf(trial) };
  const subjects = await subjectsOf(db, workspaceId, request);
  const tried = await tryEach(db, workspaceId, { subjects: subjects.slice(0, mostMembers), request, at, setting });
  const differing = tried.filter(isDiffering);
  return {
    at,
    policyVersion: policy.version,
    variants: setting.variants,
    counted: tried.length,
    hasMore: subjects.length > mostMembers,
    counts: setting.variants.map((variant, index) => ({ variant, outcomes: countOutcomes(tried, index) })),
    differing: differing.length,
    rows: [...differing, ...tried.filter((each) => !isDiffering(each))].slice(0, mostRows),
  };
}

function variantsOf({ policy, exemption }: Trial): Variant[] {
  return variants.filter((variant) => {
    if (variant === "in_force") return true;
    if (variant === "both") return policy !== null && exemption !== null;
    return variant === "policy_draft" ? policy !== null : exemption !== null;
  });
}

type Subject = { kind: "user" | "service_principal"; id: string };

async function subjectsOf(db: Db, workspaceId: string, { subject }: WhatIfRequest): Promise<Subject[]> {
  if (subject.type !== "group") return [{ kind: subject.type, id: subject.id }];
  const ids = await memberIds(db, workspaceId, { groups: [subject.id], roles: [], limit: mostMembers + 1 });
  return ids.map((id) => ({ kind: "user", id }));
}

type Attempt = { subjects: readonly Subject[]; request: WhatIfRequest; at: Instant; setting: Setting };

async function tryEach(db: Db, workspaceId: string, { subjects, request, at, setting }: Attempt): Promise<Tried[]> {
  const facts = prepareSignInFacts(db);
  const tried: Tried[] = [];
  for (let start = 0; start < subjects.length; start += membersAtOnce) {
    const requests = subjects.slice(start, start + membersAtOnce).map((each) => requestAbout(each, request, at));
    const cases = await gatherFacts(facts, queryRunner(db), { workspaceId, requests, now: at, isSpending: false });
    tried.push(...cases.map((each) => tryOne(each, setting)));
  }
  return tried;
}

function tryOne(each: Case, { policy, trial, variants: asked }: Setting): Tried {
  const { exemption } = trial;
  const widened = exemption === null ? each : { ...each, exemptions: [...each.exemptions, exemption] };
  return {
    subjectId: each.signIn.subject?.id ?? each.askedFor,
    decisions: asked.map((variant) => {
      const tried = variant === "exception" || variant === "both" ? widened : each;
      const by = variant === "policy_draft" || variant === "both" ? (trial.policy ?? policy) : policy;
      return { variant, decision: decideCase(tried, by) };
    }),
  };
}

function isDiffering({ decisions: [inForce, ...others] }: Tried): boolean {
  return others.some(({ decision }) => decision.outcome !== inForce?.decision.outcome);
}

function countOutcomes(tried: readonly Tried[], index: number): Record<Outcome, number> {
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>; // cast: one for each
  for (const { decisions } of tried) {
    const outcome = decisions[index]?.decision.outcome;
    if (outcome !== undefined) counts[outcome] += 1;
  }
  return counts;
}
