import { addEndpoint, type Changing } from "#app/webhooks/change-endpoint.server.ts";
import type { EndpointContent } from "#app/webhooks/endpoint-content.ts";
import { judgeUrl } from "#app/webhooks/judged-url.server.ts";
import type { Db } from "#db/connect.ts";
import type { Workspace } from "#db/workspaces.ts";
import { plainSecrets, toLoopback } from "./job-context.ts";
import type { Person } from "./people.ts";

/** An admin who has just used a factor, as the changes of webhooks want them. */
export function changingBy(
  { db, workspace }: { db: Db; workspace: Pick<Workspace, "id"> },
  { userId, roles }: Person,
  now: string,
): Changing {
  return {
    ...{ db, secrets: plainSecrets, workspaceId: workspace.id, now },
    by: { userId, roles: [...roles], aal: 2, factorUsedAt: now },
    actor: { kind: "user", id: userId },
  };
}

/** Adds a receiver on this machine that hears of exceptions. */
export async function addReceiver(changing: Changing, url: string, over: Partial<Omit<EndpointContent, "url">> = {}) {
  const usual = { description: "Ticket system", format: "standard", eventTypes: ["exception.*"], namesPeople: false };
  const content = { ...usual, ...over } as Omit<EndpointContent, "url">; // cast: the usual format is one of them
  return addEndpoint(changing, { ...content, judged: await judgeUrl(toLoopback, url) });
}
