import { expect, onTestFinished, test } from "vitest";
import { usualClaims } from "#app/auth/identity-provider.ts";
import { resetMfa } from "#app/auth/reset-mfa.server.ts";
import { insertIdentityProvider } from "#db/identity-providers.ts";
import { updateUser } from "#db/users.ts";
import { updateWorkspace } from "#db/workspaces.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { addPersonWithPasskey, publicUrl } from "#test/support/sign-in.ts";

const provider = {
  id: "idp_1",
  name: "Harbour",
  issuer: "https://idp.example",
  clientId: "mfa-register",
  clientSecret: null,
  scopes: ["openid"],
  isEnabled: true,
  addsPeople: false,
  domains: [],
  trustsMfa: false,
  methodClaims: usualClaims,
  createdAt: testStart,
  updatedAt: testStart,
};

for (const [name, open] of Object.entries(databases))
  test(`${name}: whoever has to come by the identity provider gets no link around it, and without a security contact the owners are told`, async () => {
    const world = await open();
    onTestFinished(() => world.close());
    const { db, workspace } = world;
    const { user: owner } = await addPersonWithPasskey(world, { roles: ["owner"] });
    const { user: other } = await addPersonWithPasskey(world, { roles: ["owner"] });
    const { user } = await addPersonWithPasskey(world);
    const { id, slug: _slug, createdAt: _createdAt, ...settings } = workspace;
    await updateWorkspace(db, id, { ...settings, securityContact: null });
    await insertIdentityProvider(db, { workspaceId: id, ...provider });
    await updateUser(db, id, user.id, { ssoRequired: true });
    const { link } = await resetMfa(db, {
      workspaceId: id,
      userId: user.id,
      by: { userId: owner.id, roles: ["owner"], aal: 2, factorUsedAt: testStart },
      actor: { kind: "user", id: owner.id },
      proof: { video_call: "Seen at noon, with a badge", email: user.userName, reference: "" },
      publicUrl,
      secrets: plainSecrets,
      now: testStart,
    });
    expect(link).toBeNull();
    const told = await db
      .selectFrom("outbox")
      .select("toAddress")
      .where("template", "=", "mfa_reset_alert")
      .orderBy("toAddress")
      .execute();
    expect(told.map(({ toAddress }) => toAddress)).toEqual([owner.userName, other.userName].sort());
  });
