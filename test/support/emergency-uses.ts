import type { Instant } from "#app/engine/types.ts";
import { registerBreakGlassAccount } from "#db/break-glass-accounts.ts";
import { newId } from "#db/ids.ts";
import { attest, insertRotation } from "#db/secret-rotations.ts";
import { insertUser } from "#db/users.ts";
import type { TestDatabase } from "./databases.ts";
import { testStart } from "./databases.ts";
import type { People, Person } from "./people.ts";

type Place = Pick<TestDatabase, "db" | "workspace">;

let added = 0;

/** Adds an account for emergencies, held by the owner and the implementer of the test's people. */
export async function addEmergencyAccount(
  { db, workspace }: Place,
  { owner, implementer, admin }: People,
  registeredAt: Instant = testStart,
): Promise<Person> {
  added += 1;
  const userId = newId("usr");
  const userName = `glass${added}@acme.example`;
  await insertUser(db, workspace.id, { id: userId, userName, displayName: `Glass ${added}`, createdAt: testStart });
  await registerBreakGlassAccount(db, workspace.id, {
    userId,
    firstCustodianId: owner.userId,
    secondCustodianId: implementer.userId,
    storageReference: "Safe 1, envelope 7",
    registeredBy: admin.userId,
    registeredAt,
  });
  return { userId, userName, roles: [] };
}

type Over = { ip?: string | null; applicationId?: string };

/** Leaves a sign-in as a decision does, and returns its id. */
export async function signInAs(
  { db, workspace }: Place,
  { userId }: Pick<Person, "userId">,
  at: Instant,
  { ip = "203.0.113.9", applicationId = "payroll" }: Over = {},
): Promise<string> {
  added += 1;
  const use = { id: `test.${added}.0`, userId, at, applicationId, ip, methods: "password", reason: "MFA_NOT_REQUIRED" };
  await db
    .insertInto("breakGlassUses")
    .values({ workspaceId: workspace.id, ...use })
    .execute();
  return use.id;
}

/** Replaces the secret of an account, which a second person confirms at the same instant. */
export async function rotateSecret(
  { db, workspace }: Place,
  { userId }: Pick<Person, "userId">,
  { owner, implementer }: People,
  rotatedAt: Instant,
): Promise<void> {
  const id = newId("rot");
  await insertRotation(db, workspace.id, {
    ...{ id, subjectKind: "user", subjectId: userId, cause: "use", operatorId: owner.userId, rotatedAt },
    ...{ outcome: "rotated", reference: "Envelope 8", note: "", recordedAt: rotatedAt },
  });
  await attest(db, workspace.id, {
    ...{ id, attestorId: implementer.userId, attestedAt: rotatedAt, attestation: "confirmed", attestationNote: "" },
  });
}
