import type { AuditActor } from "#app/audit/events.ts";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { addDays } from "#app/register/days.ts";
import { type Draft, DraftSchema } from "#app/register/exception-schemas.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import type { Actor } from "#app/register/guards.ts";
import type { Db } from "../connect.ts";
import { findException } from "../exceptions.ts";
import { type Act, actsOf } from "./acts-of.ts";
import { type CastKey, type CastMember, cast } from "./cast.ts";
import type { Story } from "./story.ts";

/** Where the stories take place: the ids of the people, and the instant at which the demo starts. */
export type Stage = { workspaceId: string; people: ReadonlyMap<CastKey, string>; now: string };

/** One thing that somebody did at an instant; steps of all stories run in the order of time. */
export type Step = { at: string; run(tx: Db): Promise<void> };

/** Returns the steps of a story; every one runs the command that a person would have used. */
export function playStory(stage: Stage, story: Story, index: number): Step[] {
  const { now } = stage;
  let id: string | undefined;
  const filing: Step = {
    at: addDays(now, -story.filedAgo),
    run: async (tx) => {
      const { actor, auditActor } = actorOf(stage, story.requestor, filing.at);
      const draft = draftOf(stage, story);
      const record = await fileException(tx, {
        workspaceId: stage.workspaceId,
        draft,
        requestor: actor,
        actor: auditActor,
        now: filing.at,
      });
      id = record.id;
    },
  };
  const acts = actsOf(story, index, now).map((act) => ({
    at: act.at,
    run: async (tx: Db) => {
      if (!id) throw new Error(`"${story.title}" was acted on before it was filed`);
      await perform(tx, stage, id, act);
    },
  }));
  return [filing, ...acts];
}

/** Has one of the cast give a command, as they would on a screen. */
export async function perform(tx: Db, stage: Stage, id: string, act: Act): Promise<void> {
  const { workspaceId } = stage;
  const { actor, auditActor } = actorOf(stage, act.who, act.at);
  const record = await findException(tx, workspaceId, id);
  if (!record) throw new Error(`${id} is gone, expected it as filed`);
  const input: CommandInput = { ...act.said, version: record.version };
  await apply(tx, { workspaceId, id, input, actor, auditActor, now: act.at });
}

/** One of the cast, with a factor just used. */
export function actorOf({ people }: Stage, who: CastKey, at: string): { actor: Actor; auditActor: AuditActor } {
  const userId = idOf(people, who);
  const { roles = [] }: CastMember = cast[who];
  return { actor: { userId, roles, aal: 2, factorUsedAt: at }, auditActor: { kind: "user", id: userId } };
}

function idOf(people: Stage["people"], who: CastKey): string {
  const id = people.get(who);
  if (!id) throw new Error(`${who} is not in the cast`);
  return id;
}

function draftOf({ people, now }: Stage, story: Story): Draft {
  return DraftSchema.parse({
    title: story.title,
    category: story.category,
    effect: story.effect,
    factors: story.factors,
    scope: { ...story.scope, users: story.scope.users?.map((who) => idOf(people, who)) },
    ownerId: idOf(people, story.owner),
    beneficiaryId: story.beneficiary && idOf(people, story.beneficiary),
    estimate: story.estimate && { likelihood: story.estimate[0], impact: story.estimate[1] },
    justification: story.justification,
    endsAt: addDays(now, story.endsIn),
    compensatingControls: story.controls.map(([name, howChecked, catalogueId]) => ({ name, howChecked, catalogueId })),
    monitoringPlan: story.monitoring,
    milestones: story.milestones?.map(([title, inDays]) => ({ title, dueAt: addDays(now, inDays) })),
    details: story.details,
  });
}
