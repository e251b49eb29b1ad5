import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { databases } from "#test/support/databases.ts";
import { openTestSecrets } from "#test/support/sign-in.ts";
import { callback, openSso, refusedAt as refusal, type SsoWorld, trusting } from "#test/support/sso.ts";

const secrets = openTestSecrets();

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let at: SsoWorld;
    beforeAll(async () => {
      at = await openSso(open, secrets);
    });
    afterAll(() => at.close());
    beforeEach(() => at.reset());

    test("refused: the answer to somebody else's sign-in, in another browser", async () => {
      const { person } = await at.known();
      const mine = await at.go(person);
      const theirs = await at.go(person);
      expect(await at.finish(theirs.address)).toMatchObject({ status: 409, location: null });
      const answer = await at.finish(theirs.address, { cookie: mine.cookie });
      expect(answer).toMatchObject({ ...refusal, status: 403, body: { refusal: expect.stringContaining("verified") } });
    });

    test("refused: an answer that is brought a second time", async () => {
      await at.save(trusting);
      const { person } = await at.known();
      const { address, cookie } = await at.go({ ...person, amr: ["hwk"] });
      expect((await at.finish(address, { cookie })).status).toBe(302);
      expect(await at.finish(address, { cookie })).toMatchObject({ ...refusal, status: 409 });
    });

    test("of fifty who bring the same answer at once, one gets in", async () => {
      await at.save(trusting);
      const { person } = await at.known();
      const { address, cookie } = await at.go({ ...person, amr: ["hwk"] });
      const answers = await Promise.all(Array.from({ length: 50 }, () => at.finish(address, { cookie })));
      expect(answers.filter(({ status }) => status === 302)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
    });

    test("refused: a code that was redeemed before, in a sign-in of its own", async () => {
      const { person } = await at.known();
      const first = await at.go(person);
      await at.finish(first.address, { cookie: first.cookie });
      const second = await at.go(person);
      second.address.searchParams.set("code", first.address.searchParams.get("code") ?? "");
      const answer = await at.finish(second.address, { cookie: second.cookie });
      expect(answer).toMatchObject({ ...refusal, status: 403 });
    });

    test("refused: a code of somebody else's sign-in under one's own state, which its PKCE and nonce give away", async () => {
      const { person } = await at.known();
      const victim = await at.go(person);
      const attacker = await at.go({ subject: "attacker" });
      attacker.address.searchParams.set("code", victim.address.searchParams.get("code") ?? "");
      const answer = await at.finish(attacker.address, { cookie: attacker.cookie });
      expect(answer).toMatchObject({ ...refusal, status: 403 });
    });

    const tampered: [string, (address: URL) => void][] = [
      ["another state", ({ searchParams }) => searchParams.set("state", "x".repeat(43))],
      ["no state", ({ searchParams }) => searchParams.delete("state")],
      ["another issuer", ({ searchParams }) => searchParams.set("iss", "https://attacker.example")],
      ["no issuer, of a provider that names itself", ({ searchParams }) => searchParams.delete("iss")],
      ["no code", ({ searchParams }) => searchParams.delete("code")],
      ["two codes", ({ searchParams }) => searchParams.append("code", "x")],
      ["another code", ({ searchParams }) => searchParams.set("code", "x")],
    ];
    for (const [what, tamper] of tampered)
      test(`refused: an answer with ${what}`, async () => {
        const { person } = await at.known();
        const { address, cookie } = await at.go(person);
        tamper(address);
        const faults: unknown[] = [];
        expect(await at.finish(address, { cookie, faults })).toMatchObject({ ...refusal, status: 403 });
        expect(String(faults)).toContain("single sign-on with");
        expect(String(faults)).not.toContain(address.searchParams.get("code") ?? "no code");
      });

    test("refused: an answer after ten minutes, and one for a provider that was switched off meanwhile", async () => {
      const { person } = await at.known();
      const slow = await at.go(person);
      const now = new Date(Date.now() + 10 * 60_000).toISOString();
      expect((await at.finish(slow.address, { cookie: slow.cookie, now })).status).toBe(409);
      const late = await at.go(person);
      await at.save({ isEnabled: false });
      expect((await at.finish(late.address, { cookie: late.cookie })).status).toBe(409);
    });

    test("who turns back at the provider is told so", async () => {
      const { person } = await at.known();
      const { address, cookie } = await at.go(person);
      const answer = new URL(`${callback}?error=access_denied&state=${address.searchParams.get("state")}`);
      answer.searchParams.set("iss", at.idp.issuer);
      expect(await at.finish(answer, { cookie })).toMatchObject({
        status: 403,
        body: { refusal: expect.stringContaining("You were not signed in at Acme Login") },
      });
    });

    test("the cookie of a sign-in is out of reach of scripts, and says nothing by itself", async () => {
      const { started } = await at.go({ subject: "anybody" });
      expect(started.cookies.mfa_sso).toMatch(/^ws_[0-9a-z]{20}\.chl_[0-9a-z]{20}$/);
      const rows = await at.world.db
        .selectFrom("challenges")
        .select("challenge")
        .where("purpose", "=", "single_sign_on")
        .execute();
      for (const { challenge } of rows) expect(challenge).toMatch(/^v1\./);
    });

    test("PKCE, state and nonce go with every request", async () => {
      at.idp.signsIn({ subject: "anybody" });
      const { body } = await at.start({ provider: at.provider });
      const { searchParams } = new URL(body.url ?? "");
      expect(Object.fromEntries(searchParams)).toMatchObject({
        response_type: "code",
        code_challenge_method: "S256",
        redirect_uri: callback,
        scope: "openid email profile",
      });
      for (const name of ["state", "nonce", "code_challenge"])
        expect(searchParams.get(name)?.length).toBeGreaterThan(40);
      expect(searchParams.has("max_age")).toBe(false);
    });
  });
