import { describe, expect, onTestFinished, test } from "vitest";
import { changeRoles, disableUser, enableUser } from "#app/auth/people.server.ts";
import { addMember, addObject, removeMember } from "#app/directory/change-object.server.ts";
import { changeDirectoryUser } from "#app/directory/change-user.server.ts";
import { userView } from "#app/directory/user-view.server.ts";
import { evaluateOnce } from "#app/signins/evaluate-once.server.ts";
import { endFactor, insertFactor } from "#db/factors.ts";
import { insertUser } from "#db/users.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { addPeople } from "#test/support/people.ts";
import { later } from "#test/support/sign-in.ts";

const day = 86_400;
/** 14 days after the first sign-in. */
const deadline = later(testStart, 14 * day);
const userId = "usr_newcomer";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const { db, workspace } = database;
      const people = await addPeople(database);
      const workspaceId = workspace.id;
      const newcomer = { id: userId, userName: "newcomer@acme.example", displayName: "New", createdAt: testStart };
      await insertUser(db, workspaceId, { ...newcomer, firstSignInAt: testStart });
      const managing = (now: string) => ({
        workspaceId,
        by: { userId: people.boss.userId },
        actor: { kind: "user", id: people.boss.userId } as const,
        now,
      });
      const decide = async (now: string) => {
        const { decision } = await evaluateOnce(db, {
          workspaceId,
          request: {
            subjectKind: "user",
            subjectId: userId,
            applicationId: "payroll",
            client: { ip: null, device: "unknown", isKnownDevice: false, protocol: "modern", country: null },
            completed: [{ method: "password", completedAt: now, userVerified: false }],
          },
          now,
        });
        return decision;
      };
      const expectSameDeadline = async () => {
        expect(await decide(later(deadline, -0.001))).toMatchObject({
          reason: "MFA_GRACE_ACTIVE",
          grace: { endsAt: deadline },
        });
        expect((await decide(deadline)).reason).toBe("MFA_GRACE_EXPIRED");
      };
      return { db, workspaceId, managing, decide, expectSameDeadline };
    };

    test("a reactivated user keeps their deadline", async () => {
      const { db, managing, decide, expectSameDeadline } = await opened();
      await disableUser(db, { ...managing(later(testStart, 3 * day)), userId, reason: "Left" });
      expect((await decide(later(testStart, 4 * day))).reason).toBe("SUBJECT_DISABLED");
      await enableUser(db, { ...managing(later(testStart, 9 * day)), userId });
      await expectSameDeadline();
    });

    test("somebody who comes back after their deadline has no time left", async () => {
      const { db, managing, decide } = await opened();
      await disableUser(db, { ...managing(later(testStart, 3 * day)), userId, reason: "Left" });
      await enableUser(db, { ...managing(later(testStart, 60 * day)), userId });
      expect((await decide(later(testStart, 60 * day))).reason).toBe("MFA_GRACE_EXPIRED");
    });

    test("deleting a factor does not restart grace", async () => {
      const { db, workspaceId, decide, expectSameDeadline } = await opened();
      const enrolledAt = later(testStart, 2 * day);
      const factor = { workspaceId, id: "fac_1", userId, kind: "totp", label: "App", createdAt: enrolledAt } as const;
      await insertFactor(db, {
        ...factor,
        lastUsedAt: null,
        credential: null,
        totp: { secret: "s", lastStep: null, drift: 0 },
      });
      expect((await decide(later(testStart, 3 * day))).reason).toBe("MFA_CHALLENGE_REQUIRED");
      await endFactor(db, { workspaceId, id: "fac_1", now: later(testStart, 10 * day) });
      await expectSameDeadline();
    });

    test("changing a role, a group, a name or an address does not restart grace", async () => {
      const { db, managing, expectSameDeadline } = await opened();
      const now = managing(later(testStart, 10 * day));
      for (const kind of ["group", "role"] as const) {
        await addObject(db, { ...now, object: { kind, id: "helpdesk", name: "Help desk", externalId: null } });
        const member = { kind, objectId: "helpdesk", userId };
        await addMember(db, { ...now, member });
        await expectSameDeadline();
        await removeMember(db, { ...now, member });
        await expectSameDeadline();
      }
      await changeRoles(db, { ...now, userId, roles: ["implementer"] });
      await expectSameDeadline();
      const changes = { userName: "renamed@acme.example", displayName: "Renamed", externalId: "x", ssoRequired: true };
      await changeDirectoryUser(db, { ...now, userId, changes });
      await expectSameDeadline();
    });

    test("their page says until when they have time, and then that it is over", async () => {
      const { db, workspaceId, managing } = await opened();
      const { now } = managing(later(testStart, day));
      await addObject(db, {
        ...managing(now),
        object: { kind: "application", id: "payroll", name: "Payroll", externalId: null },
      });
      const at = (instant: string) => userView(db, { workspaceId, userId, applicationId: "payroll", now: instant });
      expect(await at(now)).toMatchObject({
        standing: { lacksFactor: true, grace: { endsAt: deadline, isActive: true } },
        next: { application: { id: "payroll" }, decision: { outcome: "allow", reason: "MFA_GRACE_ACTIVE" } },
      });
      expect(await at(deadline)).toMatchObject({
        standing: { grace: { endsAt: deadline, isActive: false } },
        next: { decision: { outcome: "enroll", reason: "MFA_GRACE_EXPIRED" } },
      });
    });
  });
