import { categoryPack } from "#app/register/category.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { addDays } from "#app/register/days.ts";
import { isPrivileged } from "#app/register/privileged.ts";
import { rate, worse } from "#app/register/risk.ts";
import type { CastKey } from "./cast.ts";
import type { Course, Story } from "./story.ts";

/** What a command carries beside the version, which is read when the act is performed. */
type Said<T = CommandInput> = T extends CommandInput ? Omit<T, "version"> : never;

/** One thing that one of the cast does to a record that was filed. */
export type Act = { who: CastKey; at: string; said: Said };

const approverOf = { identity: "amara.diallo", risk: "priya.raman", security_leadership: "helen.marsh" } as const;
const implementers = ["diego.navarro", "mei.tanaka"] as const;

/** Returns what happened after the filing, in order: the way to a decision a few hours apart, the end at its own time. */
export function actsOf(story: Story, index: number, now: string): Act[] {
  const pace = Math.min(0.23, story.filedAgo * 0.11);
  const way = wayOf(story, index).map(({ who, said }, step) => ({
    who,
    said,
    at: addDays(now, pace * (step + 1) - story.filedAgo),
  }));
  return [...way, ...endOf(story.course, story.owner, now)];
}

type Turn = { who: CastKey; said: Said };

/** From handing it in to putting it in place, as far as the course goes. */
function wayOf(story: Story, index: number): Turn[] {
  const { course, requestor, inherent, residual } = story;
  const risks = {
    inherent: { likelihood: inherent[0], impact: inherent[1] },
    residual: { likelihood: residual[0], impact: residual[1] },
  };
  const submit: Turn = { who: requestor, said: { command: "submit", comment: "" } };
  const comment = "Rated with the owner, by the table of the risk manual.";
  const assess: Turn = { who: "priya.raman", said: { command: "assess", ...risks, comment } };
  const approvals = stagesOf(story).map(
    ({ group }): Turn => ({ who: approverOf[group], said: { command: "approve", comment: "" } }),
  );
  switch (course.to) {
    case "draft":
      return [];
    case "submitted":
      return [submit];
    case "withdrawn":
      return [submit, { who: requestor, said: { command: "withdraw", comment: course.comment } }];
    case "changes_requested":
      return [submit, { who: "amara.diallo", said: { command: "request_changes", comment: course.comment } }];
    case "rejected":
      return [submit, assess, { who: "amara.diallo", said: { command: "reject", comment: course.comment } }];
    case "assessed":
      return [submit, assess, ...approvals.slice(0, course.approvals ?? 0)];
    case "approved":
      return [submit, assess, ...approvals];
    case "active":
    case "expired":
    case "suspended":
    case "revoked":
    case "closed": {
      const who = implementers[index % implementers.length] ?? implementers[0];
      const said: Said = {
        command: "implement",
        change_reference: `CHG-${2900 + index * 7}`,
        where: "Identity provider",
        what: "Added what the scope names to the exclusion of the sign-in policy, and nothing beside it.",
        comment: "",
      };
      return [submit, assess, ...approvals, { who, said }];
    }
    default:
      return course satisfies never;
  }
}

/** Who has to agree by the rules that the demo's workspace was made with. */
function stagesOf({ category, scope, residual: [likelihood, impact] }: Story) {
  const rating = worse(rate({ likelihood, impact }), isWide(scope) ? "high" : "low");
  return categoryPack.find(({ id }) => id === category)?.stages[rating] ?? [];
}

/** Whether whom it reaches makes it high at least: anybody at all, or a privileged role. */
function isWide({ users = [], servicePrincipals = [], groups = [], roles = [] }: Story["scope"]): boolean {
  return isPrivileged(roles) || users.length + servicePrincipals.length + groups.length + roles.length === 0;
}

function endOf(course: Course, owner: CastKey, now: string): Act[] {
  if (course.to === "suspended")
    return [
      { who: "tomasz.wilk", at: addDays(now, -course.ago), said: { command: "suspend", comment: course.comment } },
    ];
  if (course.to === "revoked")
    return [{ who: owner, at: addDays(now, -course.ago), said: { command: "revoke", comment: course.comment } }];
  if (course.to !== "closed") return [];
  const { ago, revokedFor, replacedBy, wouldHaveAvoided, evidence } = course;
  const said = {
    cause: course.cause ?? "replaced",
    evidence,
    replaced_by: replacedBy,
    would_have_avoided: wouldHaveAvoided,
    comment: "",
  };
  const close: Act = { who: owner, at: addDays(now, -ago), said: { command: "close", ...said } };
  if (!revokedFor) return [close];
  return [{ who: owner, at: addDays(now, -ago - 0.5), said: { command: "revoke", comment: revokedFor } }, close];
}
