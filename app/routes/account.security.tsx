import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { clearCookie, readCookie } from "#app/auth/cookies.server.ts";
import { confirmPasskey, confirmTotp, offerTotp, repeatTotpOffer } from "#app/auth/enrolment.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { addOwnFactor, hasFreshFactor, revokeOwnFactor } from "#app/auth/own-factors.server.ts";
import { NewPasskey } from "#app/auth/passkey-response.ts";
import { AddApp, AddPasskey } from "#app/components/add-factor.tsx";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { FactorTable } from "#app/components/factor-table.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { listFactors } from "#db/factors.ts";
import { passwordHashOf } from "#db/passwords.ts";

export const meta: MetaFunction = () => [{ title: "My sign-in · MFA Register" }];

const label = z.string().trim().min(1, "Give it a name.").max(100);

const SecurityForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("revoke"), id: z.string().max(100) }),
  z.object({ intent: z.literal("passkey"), label, answer: NewPasskey }),
  z.object({
    intent: z.literal("totp"),
    label,
    challenge: z.string().max(100),
    code: z.string().min(1, "Enter the code that the app shows.").max(20),
    password: z.string().max(1024).optional(),
  }),
]);

const here = "/account/security";

/** Changing how one signs in needs a recent factor; the way there leads back here. */
const stepUpFirst = (search = "") => redirect(`/step-up?to=${encodeURIComponent(here + search)}`);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, now, secrets } = context;
  const caller = await requireCaller({ request, context });
  const { user, workspace, actor } = caller;
  const { search, searchParams } = new URL(request.url);
  const addsApp = searchParams.get("add") === "app";
  if (addsApp && !hasFreshFactor(actor, now)) throw stepUpFirst(search);
  const factors = await listFactors(db, workspace.id, user.id);
  return {
    shell: await shellOf(db, caller, now),
    now,
    isFresh: hasFreshFactor(actor, now),
    hasPassword: (await passwordHashOf(db, workspace.id, user.id)) !== null,
    factors: factors.map(({ id, kind, label: name, createdAt, lastUsedAt }) => ({
      id,
      kind,
      name,
      createdAt,
      lastUsedAt,
    })),
    offer: addsApp ? await offerTotp(db, { workspace, user, secrets, now }) : null,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, now, publicUrl, secrets } = context;
  const caller = await requireCaller({ request, context });
  if (!hasFreshFactor(caller.actor, now)) throw stepUpFirst();
  const form = SecurityForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { user, workspace } = caller;
  const done = () => redirect(here, { headers: { "Set-Cookie": clearCookie("challenge", publicUrl) } });
  try {
    switch (form.data.intent) {
      case "revoke":
        await revokeOwnFactor(db, { caller, id: form.data.id, now });
        return done();
      case "passkey": {
        const challengeId = readCookie(request, "challenge", publicUrl);
        const factor = await confirmPasskey(db, { ...form.data, user, challengeId, publicUrl, now });
        await addOwnFactor(db, { caller, factor, newPassword: null, now });
        return done();
      }
      case "totp": {
        const { challenge: challengeId, code, password } = form.data;
        const factor = await confirmTotp(db, { user, challengeId, secrets, now, code, label: form.data.label });
        await addOwnFactor(db, { caller, factor, newPassword: password || null, now });
        return done();
      }
      default:
        return form.data satisfies never;
    }
  } catch (caught) {
    const { data: body, init } = refusedForm(caught);
    if (form.data.intent !== "totp") return data({ ...body, offer: null }, init ?? {});
    // The secret that was scanned already is shown again: a mistyped code should not cost it.
    const offer = await repeatTotpOffer(db, { workspace, user, challengeId: form.data.challenge, secrets, now });
    return data({ ...body, offer }, init ?? {});
  }
}

export default function Security() {
  const { shell, now, factors, isFresh, hasPassword, offer: offered } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const errors = answered && "errors" in answered ? answered.errors : { form: null, fields: {} };
  const offer = (answered && "offer" in answered && answered.offer) || offered;
  return (
    <AppShell shell={shell}>
      <PageHeader title="My sign-in" lede="What you sign in with. The register asks everybody for two factors." />
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      <div className="stack-wide">
        <FactorTable factors={factors} now={now} action={here} />
        {isFresh ? (
          <>
            <Card title="Add a passkey">
              <AddPasskey action={here} errors={errors.fields} />
            </Card>
            <Card title="Add an authenticator app">
              {offer ? (
                <AddApp action={here} offer={offer} hasPassword={hasPassword} errors={errors.fields} />
              ) : (
                <LinkButton to="?add=app">Show the key for the app</LinkButton>
              )}
            </Card>
          </>
        ) : (
          <p>
            <LinkButton to={`/step-up?to=${here}`}>Confirm that it is you to add or remove one</LinkButton>
          </p>
        )}
      </div>
    </AppShell>
  );
}
