import { setImmediate as nextTurn } from "node:timers/promises";
import type { Instant, Policy, SubjectKind } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findDirectoryObject } from "#db/directory-objects.ts";
import { currentPolicy } from "#db/policies.ts";
import { objectsAfter, usersAfter } from "#db/search-candidates.ts";
import { prepareSignInFacts } from "#db/sign-in-facts.ts";
import { queryRunner } from "#db/statements.ts";
import type { Case } from "./decide-cases.ts";
import { isSubjectKind } from "./evaluation-request.ts";
import { gatherFacts } from "./gather-facts.server.ts";
import { pageTokenOf, type SearchRequest } from "./search-request.ts";
import { permissionOf } from "./search-result.ts";
import type { SearchResponse } from "./search-wire.ts";

export type Search = (workspaceId: string, request: SearchRequest, now: Instant) => Promise<SearchResponse>;

/** Few enough that decisions need not wait for them; after each piece whatever has arrived meanwhile has its turn. */
const candidatesAtOnce = 500;

/** Somebody or something that a search may find, and the sign-in that it is found by. */
type Candidate = { id: string; properties: Record<string, unknown>; subjectId: string; applicationId: string };

type Source = {
  type: string;
  subjectKind: SubjectKind;
  read(page: { after: string; limit: number }): Promise<Candidate[]>;
};

type Sitting = { workspaceId: string; request: SearchRequest; policy: Policy; now: Instant };

/**
 * Makes the search over a database. A page looks at no more than `mostCandidates` people or applications, so that it costs
 * about the same whether few or many of a million fit; it may therefore have few results, or none, and still have a next.
 */
export function createSearch(db: Db, { mostCandidates = 5_000 } = {}): Search {
  const facts = prepareSignInFacts(db);

  function casesOf({ workspaceId, request, now }: Sitting, subjectKind: SubjectKind, candidates: readonly Candidate[]) {
    const { client, completed } = request;
    const requests = candidates.map(({ subjectId, applicationId }) => {
      return { subjectKind, subjectId, applicationId, client, completed };
    });
    return gatherFacts(facts, queryRunner(db), { workspaceId, requests, now, isSpending: false });
  }

  async function pageOf(sitting: Sitting, { type, subjectKind, read }: Source): Promise<SearchResponse> {
    const { request } = sitting;
    const results: SearchResponse["results"] = [];
    let { after } = request;
    let seen = 0;
    while (results.length < request.limit && seen < mostCandidates) {
      const limit = Math.min(candidatesAtOnce, mostCandidates - seen);
      const candidates = await read({ after, limit });
      const cases = await casesOf(sitting, subjectKind, candidates);
      const found = candidates.flatMap(({ id, properties }, index) => {
        const permission = permissionIn(sitting, cases[index]);
        return permission === null ? [] : [{ type, id, properties: { ...properties, ...permission } }];
      });
      const taken = found.slice(0, request.limit - results.length);
      results.push(...taken);
      if (taken.length < found.length) return responseOf(results, pageTokenOf(request, taken.at(-1)?.id ?? after));
      if (candidates.length < limit) return responseOf(results);
      after = candidates.at(-1)?.id ?? after;
      seen += candidates.length;
      await nextTurn();
    }
    return responseOf(results, pageTokenOf(request, after));
  }

  async function actionsOf(sitting: Sitting, subjectKind: SubjectKind, candidate: Candidate): Promise<SearchResponse> {
    const [asked] = await casesOf(sitting, subjectKind, [candidate]);
    const { request, policy } = sitting;
    const results = request.actions.flatMap((name) => {
      const permission = asked ? permissionOf(name, asked, policy, request) : null;
      return permission === null ? [] : [{ name, properties: permission }];
    });
    return responseOf(results);
  }

  return async (workspaceId, request, now) => {
    const { subject, resource, entity } = request;
    if (!isSubjectKind(subject.type)) return nothing("no subject has this type");
    if (resource.type !== "application") return nothing("no resource has this type");
    const applicationId = resource.id;
    const application = applicationId === null ? null : ({ kind: "application", id: applicationId } as const);
    if (application !== null && !(await findDirectoryObject(db, workspaceId, application)))
      return nothing("the directory has no such application");
    const sitting = { workspaceId, request, policy: await currentPolicy(db, workspaceId), now };
    if (entity === "action") {
      const candidate = { id: "", properties: {}, subjectId: subject.id ?? "", applicationId: applicationId ?? "" };
      return actionsOf(sitting, subject.type, candidate);
    }
    return pageOf(sitting, sourceOf(db, sitting, subject.type));
  };
}

function permissionIn({ request, policy }: Sitting, asked: Case | undefined) {
  const [action] = request.actions;
  return asked === undefined || action === undefined ? null : permissionOf(action, asked, policy, request);
}

/** Returns where candidates come from: the people, the service principals or the applications of the directory. */
function sourceOf(db: Db, { workspaceId, request }: Sitting, subjectKind: SubjectKind): Source {
  const { subject, resource } = request;
  if (request.entity === "resource")
    return {
      type: "application",
      subjectKind,
      read: async (page) =>
        (await objectsAfter(db, workspaceId, "application", page)).map(({ id, name }) => {
          return { id, properties: { name }, subjectId: subject.id ?? "", applicationId: id };
        }),
    };
  const applicationId = resource.id ?? "";
  if (subjectKind === "service_principal")
    return {
      type: subjectKind,
      subjectKind,
      read: async (page) =>
        (await objectsAfter(db, workspaceId, "service_principal", page)).map(({ id, name }) => {
          return { id, properties: { name }, subjectId: id, applicationId };
        }),
    };
  return {
    type: subjectKind,
    subjectKind,
    read: async (page) =>
      (await usersAfter(db, workspaceId, page)).map(({ id, userName, displayName }) => {
        const properties = { user_name: userName, display_name: displayName };
        return { id, properties, subjectId: id, applicationId };
      }),
  };
}

function responseOf(results: SearchResponse["results"], nextToken = ""): SearchResponse {
  return { page: { next_token: nextToken, count: results.length }, results };
}

/** Nobody is permitted what does not exist; the reason keeps a slip of the pen from being taken for good news. */
function nothing(reason: string): SearchResponse {
  return { page: { next_token: "", count: 0 }, context: { reason }, results: [] };
}
