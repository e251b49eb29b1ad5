import { contentOf, type PolicyContent } from "#app/policy/policy-content.ts";
import { draftPolicy, savePolicy } from "#app/policy/save-policy.server.ts";
import { addDays } from "#app/register/days.ts";
import type { Db } from "../connect.ts";
import { currentPolicy } from "../policies.ts";
import { type CastKey, cast } from "./cast.ts";
import type { Stage, Step } from "./play-story.ts";

type Change = {
  /** In days before the demo's start. */
  ago: number;
  who: Extract<CastKey, "siobhan.kearney" | "tomasz.wilk">;
  reason: string;
  isDraft?: true;
  change: (content: PolicyContent) => Partial<PolicyContent>;
};

/** What has become of the first policy: two rules more, a weakening that waits, and a draft to be tried out. */
const changes: readonly Change[] = [
  {
    ago: 150,
    who: "tomasz.wilk",
    reason: "Administrators have had their security keys for a month",
    change: ({ rules }) => ({
      rules: [
        ...rules,
        {
          id: "administrators",
          target: { kind: "role", id: "global-administrator" },
          dial: "required",
          factorSet: "phishing_resistant",
        },
      ],
    }),
  },
  {
    ago: 64,
    who: "siobhan.kearney",
    reason: "After the phishing of a supplier: the console is opened with keys alone",
    change: ({ rules }) => ({
      rules: [
        ...rules,
        {
          id: "cloud-console",
          target: { kind: "application", id: "cloud-console" },
          dial: "required",
          factorSet: "phishing_resistant",
        },
      ],
    }),
  },
  {
    ago: 9,
    who: "siobhan.kearney",
    reason: "Passkeys for everybody next year: whom would it stop today?",
    isDraft: true,
    change: () => ({ factorSet: "phishing_resistant" }),
  },
  {
    ago: 1.5,
    who: "tomasz.wilk",
    reason: "Seasonal staff start in the week in which the help desk is closed",
    change: () => ({ graceHours: 504 }),
  },
];

/** Returns the steps by which the demo's policy came to be what it is, taken as its admins take them. */
export function policyHistory({ workspaceId, people, now }: Stage): Step[] {
  return changes.map(({ ago, who, reason, isDraft, change }) => {
    const at = addDays(now, -ago);
    const userId = people.get(who) ?? "";
    return {
      at,
      run: async (tx: Db) => {
        const policy = await currentPolicy(tx, workspaceId);
        const content = contentOf(policy);
        const save = {
          workspaceId,
          basedOn: policy.version,
          content: { ...content, ...change(content) },
          forcesReenrollment: false,
          reason,
          by: { userId, roles: cast[who].roles },
          actor: { kind: "user", id: userId } as const,
          now: at,
        };
        if (isDraft) await draftPolicy(tx, save);
        else await savePolicy(tx, save);
      },
    };
  });
}
