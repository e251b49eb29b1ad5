import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import type { Exception } from "#app/register/exception.ts";
import { DraftSchema } from "#app/register/exception-schemas.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import type { Db } from "#db/connect.ts";
import { type BenchPerson, castPeople, type Part } from "./people.ts";

/** A register whose records can be carried through their life. */
export type Office = {
  file(): Promise<Exception>;
  run(record: Exception, by: Part, said: object): Promise<Exception>;
  people: Record<Part, BenchPerson>;
};

const draft = DraftSchema.parse({
  title: "IMAP polling for the claims mailbox",
  category: "legacy_or_service_account",
  effect: "allow_legacy_protocol",
  scope: { servicePrincipals: ["svc-claims-mail"], applications: ["claims-mail"], protocols: ["imap"] },
  ownerId: "usr_4",
  justification: "The intake system speaks nothing but IMAP until its next release.",
  compensatingControls: [{ name: "Restricted network", howChecked: "Firewall rule 12" }],
  monitoringPlan: "Messaging looks at its sign-ins every week.",
  milestones: [{ title: "Connector bought", dueAt: "2030-01-01T00:00:00.000Z" }],
  details: { exit_plan: "A connector in January" },
});

export async function openOffice(db: Db, workspaceId: string): Promise<Office> {
  const people = await castPeople(db, workspaceId);
  return {
    people,
    file: () =>
      fileException(db, {
        workspaceId,
        draft,
        requestor: people.requestor,
        actor: people.requestor.auditActor,
        now: new Date().toISOString(),
      }),
    run: ({ id, version }, by, said) => {
      const now = new Date().toISOString();
      const { userId, roles, auditActor } = people[by];
      return apply(db, {
        workspaceId,
        id,
        input: { comment: "", ...said, version } as CommandInput, // the benches name what each command carries
        actor: { userId, roles, aal: 2, factorUsedAt: now },
        auditActor,
        now,
      });
    },
  };
}

const low = { likelihood: 2, impact: 2 } as const;

/** Takes a draft to where one approval decides it. */
export async function toApproval({ run }: Office, draft: Exception): Promise<Exception> {
  const submitted = await run(draft, "requestor", { command: "submit" });
  return run(submitted, "risk", { command: "assess", inherent: low, residual: low, comment: "Looked at it" });
}

export const approve = { command: "approve" } as const;

/** Puts an approved record in place. */
export function putInPlace({ run }: Office, approved: Exception): Promise<Exception> {
  const said = { where: "Mail gateway", what: "An exclusion", change_reference: "CHG-1" };
  return run(approved, "implementer", { command: "implement", ...said });
}
