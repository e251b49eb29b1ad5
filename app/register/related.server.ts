import type { Caller } from "#app/auth/caller.server.ts";
import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { listExceptions } from "#db/exception-list.ts";
import { exceptionsUnder } from "#db/related-exceptions.ts";
import type { Exception } from "./exception.ts";
import type { Sight } from "./exception-wire.ts";
import { everything } from "./list-query.ts";
import { namesFor } from "./names.server.ts";
import { commonOf, type Reaching, type Relation, relationOf } from "./related.ts";
import { concerningOf, lookAt, maySee } from "./show.server.ts";
import { type Status, statusOf } from "./status.ts";
import { targetsOf } from "./targets.ts";

/** A record about the same people, services or applications as another. */
export type Related = {
  id: string;
  title: string;
  relation: Relation;
  state: ExceptionState;
  status: Status;
  /** When it ends, or ended. */
  endsAt: Instant;
  /** Whom and what both name, as people call it. */
  common: string[];
  isSameSubject: boolean;
  /** What closing it taught; null where it is not closed, or its reason is not for this caller. */
  lesson: { wouldHaveAvoided: string; replacedBy: string } | null;
};

/** What the records are to be related to; without an id it is not saved yet. */
export type About = Reaching & { id: string | null };

/** So many are read for a subject and for each application; so many of them are shown. */
const mostRead = 50;
const mostShown = 8;
const mostApplications = 5;

/** Returns records about the same subjects or applications that the caller may see: those that overlap come first. */
export async function relatedTo(db: Db, caller: Caller, about: About, now: Instant): Promise<Related[]> {
  const { scope } = about;
  const workspaceId = caller.workspace.id;
  const found = [
    ...(await exceptionsUnder(db, workspaceId, targetsOf(scope), mostRead)),
    ...(await atApplications(db, caller, scope.applications.slice(0, mostApplications))),
  ];
  const others = [...new Map(found.map((record) => [record.id, record])).values()].filter(({ id }) => id !== about.id);
  const seen = (await lookAt(db, caller, others, now)).filter((sight) => maySee(sight, caller));
  const near = seen
    .map((sight) => ({
      sight,
      common: commonOf(scope, sight.record.scope),
      relation: relationOf(about, sight.record, now),
    }))
    .filter(({ common }) => common.subjects.length + common.applications.length > 0)
    .sort((one, other) => rank(one) - rank(other) || (one.sight.record.endsAt < other.sight.record.endsAt ? 1 : -1))
    .slice(0, mostShown);
  const names = await namesFor(
    db,
    workspaceId,
    near.map(({ sight }) => sight.record),
  );
  return near.map(({ sight, common, relation }) => ({
    id: sight.record.id,
    title: sight.record.title || "Untitled draft",
    relation,
    state: sight.record.state,
    status: statusOf(sight.record, now),
    endsAt: sight.record.endedAt ?? sight.record.endsAt,
    common: [...common.subjects, ...common.applications].map((key) => names.get(key) ?? key.replace(/^\w+:/, "")),
    isSameSubject: common.subjects.length > 0,
    lesson: lessonOf(sight),
  }));
}

/** The same subject weighs more than the same application, and what may count at the same sign-in more than what is over. */
function rank({ relation, common }: { relation: Relation; common: { subjects: string[] } }): number {
  return (common.subjects.length > 0 ? 0 : 4) + { overlaps: 0, in_force: 1, open: 2, ended: 3 }[relation];
}

/** The word search finds an application's id among others; whether the scope names it is looked at afterwards. */
async function atApplications(db: Db, caller: Caller, applications: readonly string[]): Promise<Exception[]> {
  const pages = await Promise.all(
    applications.map((search) =>
      listExceptions(db, caller.workspace.id, {
        ...everything,
        ...{ search, concerning: concerningOf(caller), sort: "filed", descending: true, limit: mostRead },
      }),
    ),
  );
  return pages.flatMap(({ records }) => records);
}

function lessonOf({ record: { closure }, showsReason }: Sight): Related["lesson"] {
  if (!closure || !showsReason) return null;
  const { wouldHaveAvoided, replacedBy } = closure;
  return wouldHaveAvoided || replacedBy ? { wouldHaveAvoided, replacedBy } : null;
}
