import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import type { Exception } from "#app/register/exception.ts";
import { type Draft, DraftSchema } from "#app/register/exception-schemas.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import type { TestDatabase } from "./databases.ts";
import type { People } from "./people.ts";

/** A draft that lacks nothing, for 30 days from its filing unless it says otherwise. */
export function completeDraft(over: Partial<Draft> = {}): Draft {
  return {
    ...DraftSchema.parse({
      title: "IMAP polling for the claims mailbox",
      category: "legacy_or_service_account",
      effect: "allow_legacy_protocol",
      scope: { servicePrincipals: ["svc-claims-mail"], applications: ["mail"], protocols: ["imap"] },
      ownerId: "owner@acme.example",
      justification: "The intake system speaks nothing but IMAP until its next release.",
      compensatingControls: [{ name: "Restricted network" }],
      monitoringPlan: "Messaging looks at its sign-ins every week.",
      details: { exit_plan: "OAuth connector in January" },
    }),
    ...over,
  };
}

/** What an implementer says of the change. */
export const putInPlace = { change_reference: "CHG-1", where: "Identity provider", what: "Exclusion of the mailbox" };

/** Files an exception and takes it all the way to "active", by the commands and the people who may give them. */
export async function activeException(
  { db, workspace }: TestDatabase,
  people: People,
  { now, ...over }: Partial<Draft> & { now: string },
): Promise<Exception> {
  const { requestor, identity, implementer } = people;
  let record = await fileException(db, {
    workspaceId: workspace.id,
    draft: completeDraft(over),
    requestor,
    actor: { kind: "user", id: requestor.userId },
    now,
  });
  const low = { likelihood: 2, impact: 2 } as const;
  const turns = [
    [requestor, { command: "submit", comment: "" }],
    [identity, { command: "assess", inherent: low, residual: low, comment: "Looked at it" }],
    [identity, { command: "approve", comment: "" }],
    [implementer, { command: "implement", ...putInPlace, comment: "" }],
  ] as const;
  for (const [person, said] of turns) {
    const input: CommandInput = { ...said, version: record.version };
    const actor = { ...person, aal: 2, factorUsedAt: now } as const;
    const auditActor = { kind: "user", id: person.userId } as const;
    record = await apply(db, { workspaceId: workspace.id, id: record.id, input, actor, auditActor, now });
  }
  return record;
}
