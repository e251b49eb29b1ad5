import { addDays } from "#app/register/days.ts";
import { isAdmin } from "#app/register/roles.ts";
import { saveView } from "#app/register/saved-views.server.ts";
import type { Db } from "../connect.ts";
import { type CastKey, type CastMember, cast } from "./cast.ts";
import type { Stage, Step } from "./play-story.ts";

type Kept = { ago: number; who: CastKey; name: string; query: string; isShared: boolean };

/** Filters that people have saved: one that an admin keeps for everybody, one that an approver keeps for herself. */
const kept: readonly Kept[] = [
  {
    ago: 58,
    who: "tomasz.wilk",
    name: "Vendors in force",
    query: "state=active%2Csuspended&category=federated_partner&sort=expires&order=asc",
    isShared: true,
  },
  {
    ago: 12,
    who: "priya.raman",
    name: "High without use",
    query: "rating=high%2Ccritical&unused_for=30&sort=risk&order=desc",
    isShared: false,
  },
];

export function viewsKept({ workspaceId, people, now }: Stage): Step[] {
  return kept.map(({ ago, who, name, query, isShared }) => {
    const at = addDays(now, -ago);
    const member: CastMember = cast[who];
    return {
      at,
      run: async (tx: Db) => {
        const userId = people.get(who) ?? "";
        const keeper = {
          workspaceId,
          userId,
          isAdmin: isAdmin(member.roles ?? []),
          actor: { kind: "user", id: userId } as const,
          now: at,
        };
        await saveView(tx, keeper, { name, query, isShared });
      },
    };
  });
}
