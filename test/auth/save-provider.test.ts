import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveProvider } from "#app/auth/save-provider.server.ts";
import type { Actor } from "#app/register/guards.ts";
import { findIdentityProvider } from "#db/identity-providers.ts";
import { replaceRoles, updateUser } from "#db/users.ts";
import { databases } from "#test/support/databases.ts";
import { clientSecret, startIdentityProvider } from "#test/support/identity-provider.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { later, openTestSecrets } from "#test/support/sign-in.ts";
import { callback, openSso, providerForm, type SsoWorld, saveAs, wall } from "#test/support/sso.ts";

const secrets = openTestSecrets();

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let at: SsoWorld;
    beforeAll(async () => {
      at = await openSso(open, secrets);
    });
    afterAll(() => at.close());
    const stored = async (id = at.provider) => {
      const provider = await findIdentityProvider(at.world.db, at.world.workspace.id, id);
      if (!provider) throw new Error("there is no provider, expected the one that was saved");
      return provider;
    };
    const off = (issuer: string) => providerForm(issuer, { isEnabled: false });
    const saveBy = (by: Actor, now: string) => {
      const { db, workspace } = at.world;
      const actor = { kind: "user", id: by.userId } as const;
      const form = off("https://a.example");
      return saveProvider({ db, secrets, now }, { workspaceId: workspace.id, by, actor, id: null, form });
    };

    test("the secret is stored sealed, kept when left empty, and stands in no event", async () => {
      const before = (await stored()).clientSecret ?? "";
      expect(before).toMatch(/^v1\./);
      expect(secrets.open(before)).toBe(clientSecret);
      await at.save({ clientSecret: "", name: "Renamed" });
      expect(await stored()).toMatchObject({ name: "Renamed", clientSecret: before });
      await at.save({ clientSecret });
      const events = [
        ...(await at.eventsOf("identity_provider.added")),
        ...(await at.eventsOf("identity_provider.changed")),
      ];
      expect(events.length).toBeGreaterThan(2);
      for (const { data } of events) {
        expect(data).not.toContain(clientSecret);
        expect(data).not.toContain("v1.");
      }
      expect(events.map(({ data }) => JSON.parse(data).isSecretNew)).toEqual([undefined, false, true]);
    });

    test("a change is put down with what was before and after, and told to the security contact", async () => {
      await at.save({ trustsMfa: true });
      const [event] = (await at.eventsOf("identity_provider.changed")).slice(-1);
      expect(JSON.parse(event?.data ?? "")).toMatchObject({ before: { trustsMfa: false }, after: { trustsMfa: true } });
      const mails = at.world.db
        .selectFrom("outbox")
        .select("toAddress")
        .where("template", "=", "identity_provider_changed");
      expect((await mails.execute()).at(-1)).toEqual({ toAddress: "security@acme.example" });
      await at.save();
    });

    test("refused: sending a stored secret to another issuer, or as another client", async () => {
      const form = { ...off("https://other.example"), clientSecret: "" };
      const saving = (changed: typeof form) =>
        saveAs(at.world, at.owner, { secrets, id: at.provider, form: changed, now: wall() });
      expect(await refusalOf(saving(form))).toBe("provider_unfit");
      expect(await refusalOf(saving({ ...off(at.idp.issuer), clientSecret: "", clientId: "other" }))).toBe(
        "provider_unfit",
      );
    });

    test("refused: a provider in use that does not answer; switching it off needs no answer", async () => {
      const gone = await startIdentityProvider({ redirectUris: [callback] });
      const id = await saveAs(at.world, at.owner, { secrets, form: providerForm(gone.issuer), now: wall() });
      await gone.close();
      const saving = (isEnabled: boolean) =>
        saveAs(at.world, at.owner, { secrets, id, form: providerForm(gone.issuer, { isEnabled }), now: wall() });
      expect(await refusalOf(saving(true))).toBe("provider_unfit");
      await saving(false);
      expect(await stored(id)).toMatchObject({ isEnabled: false });
    });

    test("refused: two providers of one issuer", async () => {
      const form = providerForm(at.idp.issuer, { name: "Twice" });
      expect(await refusalOf(saveAs(at.world, at.owner, { secrets, form, now: wall() }))).toBe("known_issuer");
    });

    test("refused: without a factor that was used a moment ago", async () => {
      const by: Actor = { userId: at.owner.id, roles: ["owner"], aal: 2, factorUsedAt: wall() };
      expect(await refusalOf(saveBy(by, later(wall(), 16 * 60)))).toBe("step_up_required");
      expect(await refusalOf(saveBy({ ...by, aal: 1 }, wall()))).toBe("step_up_required");
    });

    test("refused: by somebody who was an admin until a moment ago", async () => {
      const { user } = await at.known();
      const by: Actor = { userId: user.id, roles: ["admin"], aal: 2, factorUsedAt: wall() };
      await replaceRoles(at.world.db, user.workspaceId, user.id, [], wall());
      expect(await refusalOf(saveBy(by, wall()))).toBe("not_admin");
    });

    test("refused: a provider in use while no owner could get in without it", async () => {
      const { db } = at.world;
      const { workspaceId, id } = at.owner;
      await updateUser(db, workspaceId, id, { ssoRequired: true });
      expect(await refusalOf(at.save())).toBe("no_bypass_account");
      await updateUser(db, workspaceId, id, { ssoRequired: false });
      await at.save();
    });
  });
