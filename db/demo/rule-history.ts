import { type CategoryContent, contentOfCategory } from "#app/categories/category-content.ts";
import { saveCategory } from "#app/categories/save-category.server.ts";
import { checkControl } from "#app/controls/check-control.server.ts";
import type { CheckResult } from "#app/controls/control-states.ts";
import type { CategoryId } from "#app/register/category.ts";
import { addDays } from "#app/register/days.ts";
import { getCategory } from "../categories.ts";
import type { Db } from "../connect.ts";
import { type CastKey, type CastMember, cast } from "./cast.ts";
import type { Stage, Step } from "./play-story.ts";

type Change = { ago: number; who: CastKey; id: CategoryId; reason: string; change: Partial<CategoryContent> };

const changes: readonly Change[] = [
  {
    ago: 120,
    who: "tomasz.wilk",
    id: "federated_partner",
    reason: "After the audit of suppliers: partners who ask for a third term have not begun to put it right",
    change: { mostExtensions: 1, graceDays: 5, dormantAfterDays: 21 },
  },
];

type Check = { ago: number; who: CastKey; title: string; control: string; result: CheckResult; note: string };

const checks: readonly Check[] = [
  {
    ago: 24,
    who: "mei.tanaka",
    title: "Result mailer reads its mailbox over IMAP",
    control: "One subnet",
    result: "passed",
    note: "Tried from the office network and was refused; the rule is as in the change.",
  },
  {
    ago: 16,
    who: "mei.tanaka",
    title: "Osprey Imaging remote support",
    control: "Session recorded",
    result: "passed",
    note: "Played back the visit of that morning from beginning to end.",
  },
  {
    ago: 11,
    who: "diego.navarro",
    title: "Emergency account, northern site",
    control: "Sealed storage under two locks",
    result: "passed",
    note: "Both seals whole, with the numbers of the last drill.",
  },
  {
    ago: 6,
    who: "diego.navarro",
    title: "Emergency account, southern site",
    control: "Alert on every use",
    result: "failed",
    note: "The page went to a telephone that was given back in spring.",
  },
  {
    ago: 5,
    who: "diego.navarro",
    title: "Emergency account, southern site",
    control: "Alert on every use",
    result: "passed",
    note: "Number corrected; the test page was answered in four minutes.",
  },
];

/** Returns the steps by which the demo's categories were changed and its controls checked. */
export function ruleHistory({ workspaceId, people, now }: Stage): Step[] {
  const by = (who: CastKey, at: string) => {
    const { roles = [] }: CastMember = cast[who];
    const userId = people.get(who) ?? "";
    return {
      by: { userId, roles, aal: 2, factorUsedAt: at, isBeneficiary: false } as const,
      actor: { kind: "user", id: userId } as const,
      now: at,
    };
  };
  return [
    ...changes.map(({ ago, who, id, reason, change }) => {
      const at = addDays(now, -ago);
      const run = async (tx: Db) => {
        const category = await getCategory(tx, workspaceId, id);
        const content = { ...contentOfCategory(category), ...change };
        await saveCategory(tx, { workspaceId, id, basedOn: category.version, content, reason, ...by(who, at) });
      };
      return { at, run };
    }),
    ...checks.map(({ ago, who, title, ...check }) => {
      const at = addDays(now, -ago);
      const run = async (tx: Db) => {
        const { id } = await tx
          .selectFrom("exceptions")
          .select("id")
          .where("workspaceId", "=", workspaceId)
          .where("title", "=", title)
          .executeTakeFirstOrThrow();
        await checkControl(tx, { workspaceId, id, ...check, ...by(who, at) });
      };
      return { at, run };
    }),
  ];
}
