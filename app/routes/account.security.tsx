import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { isFederated } from "#app/auth/completed-methods.ts";
import { clearCookie, readCookie } from "#app/auth/cookies.server.ts";
import { confirmPasskey, confirmTotp, offerTotp, repeatTotpOffer } from "#app/auth/enrolment.server.ts";
import { FactorName, PasskeyName } from "#app/auth/factor-name.ts";
import { factorView } from "#app/auth/factor-view.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { addOwnFactor, mayEnrol, revokeOwnFactor } from "#app/auth/own-factors.server.ts";
import { NewPasskey } from "#app/auth/passkey-response.ts";
import { recoveryView } from "#app/auth/recovery-view.server.ts";
import { renameOwnFactor } from "#app/auth/rename-own-factor.server.ts";
import { returnPath } from "#app/auth/return-path.ts";
import { clientOf, type OpenedSession } from "#app/auth/session.server.ts";
import { signedIn } from "#app/auth/signed-in.server.ts";
import { asksForStepUp, formBeforeStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import { AddApp, AddPasskey } from "#app/components/add-factor.tsx";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { FactorTable } from "#app/components/factor-table.tsx";
import type { FieldErrors } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { PasswordCard } from "#app/components/password-card.tsx";
import { RecoveryCard } from "#app/components/recovery-card.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { listFactors } from "#db/factors.ts";
import { passwordHashOf } from "#db/passwords.ts";

export const meta: MetaFunction = () => [{ title: "My sign-in · MFA Register" }];

const SecurityForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("revoke"), id: z.string().max(100) }),
  z.object({ intent: z.literal("rename"), id: z.string().max(100), label: FactorName }),
  z.object({ intent: z.literal("passkey"), label: PasskeyName, answer: NewPasskey }),
  z.object({
    intent: z.literal("totp"),
    label: FactorName,
    challenge: z.string().max(100),
    code: z.string().min(1, "Enter the code that the app shows.").max(20),
    password: z.string().max(1024).optional(),
  }),
]);

const here = "/account/security";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, now, secrets } = context;
  const caller = await requireCaller({ request, context });
  const { user, workspace } = caller;
  const factors = await listFactors(db, workspace.id, user.id);
  const mayAdd = mayEnrol(caller, factors, now);
  const { searchParams } = new URL(request.url);
  const addsApp = searchParams.get("add") === "app";
  if (addsApp && !mayAdd) throw await stepUpFor({ request, context }, { caller });
  const returned = await formBeforeStepUp({ request, context }, caller);
  return {
    shell: await shellOf(db, caller, now),
    now,
    mayAdd,
    isBack: returned !== null,
    onward: searchParams.get("to"),
    renaming: renamingOf(returned),
    hasPassword: (await passwordHashOf(db, workspace.id, user.id)) !== null,
    needsPassword: caller.session === null || !isFederated(caller.session),
    recovery: await recoveryView(db, user, now),
    // Recovery codes are made and replaced on a page of their own.
    factors: factors.filter(({ kind }) => kind !== "recovery_code").map(factorView),
    offer: addsApp ? await offerTotp(db, { workspace, user, secrets, now }) : null,
  };
}

/** What somebody wanted to call a factor whose form comes back; null for every other form. */
function renamingOf(form: FormData | null) {
  return form?.get("intent") === "rename" ? { id: String(form.get("id")), label: String(form.get("label")) } : null;
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, now, publicUrl, secrets } = context;
  const caller = await requireCaller({ request, context });
  const sent = await request.formData();
  const form = SecurityForm.safeParse(Object.fromEntries(sent));
  if (!form.success) {
    const { data: body, init } = wrongFields(form.error);
    return data({ ...body, offer: null, renaming: renamingOf(sent) }, init ?? {});
  }
  const { user, workspace } = caller;
  const done = (to = here) => redirect(to, { headers: { "Set-Cookie": clearCookie("challenge", publicUrl) } });
  // Whoever was sent here to enrol goes on with what they were about to do.
  const onward = returnPath(new URL(request.url).searchParams.get("to") ?? here);
  const goOn = (stronger: OpenedSession | null) =>
    stronger ? signedIn(stronger, { to: onward, publicUrl }) : done(onward);
  const client = clientOf(request, context);
  try {
    switch (form.data.intent) {
      case "revoke":
        await revokeOwnFactor(db, { caller, id: form.data.id, now });
        return done();
      case "rename":
        await renameOwnFactor(db, { caller, id: form.data.id, label: form.data.label, now });
        return done();
      case "passkey": {
        const { answer, label: called } = form.data;
        const challengeId = readCookie(request, "challenge", publicUrl);
        const sessionHash = caller.session?.idHash ?? null;
        const factor = await confirmPasskey(db, { user, sessionHash, answer, challengeId, label: called, now });
        return goOn(await addOwnFactor(context, { caller, client, factor, newPassword: null, now }));
      }
      case "totp": {
        const { challenge: challengeId, code, password } = form.data;
        const factor = await confirmTotp(db, { user, challengeId, secrets, now, code, label: form.data.label });
        return goOn(await addOwnFactor(context, { caller, client, factor, newPassword: password || null, now }));
      }
      default:
        return form.data satisfies never;
    }
  } catch (caught) {
    if (asksForStepUp(caught)) throw await stepUpFor({ request, context }, { caller, form: sent });
    const { data: body, init } = refusedForm(caught);
    if (form.data.intent !== "totp") return data({ ...body, offer: null, renaming: null }, init ?? {});
    // The secret that was scanned already is shown again: a mistyped code should not cost it.
    const offer = await repeatTotpOffer(db, { workspace, user, challengeId: form.data.challenge, secrets, now });
    return data({ ...body, offer, renaming: null }, init ?? {});
  }
}

export default function Security() {
  const {
    shell,
    now,
    factors,
    recovery,
    mayAdd,
    isBack,
    onward,
    renaming,
    hasPassword,
    needsPassword,
    offer: offered,
  } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const failed = answered && "errors" in answered ? answered : null;
  const { form, fields } = failed?.errors ?? { form: null, fields: {} as FieldErrors };
  const offer = failed?.offer ?? offered;
  const address = (more: Record<string, string> = {}) =>
    `${here}?${new URLSearchParams({ ...more, ...(onward && { to: onward }) })}`;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="My sign-in"
        lede="What you sign in with. A passkey is both factors at once; an authenticator app stands beside a password."
      />
      <CameBack isBack={isBack && !answered} />
      {form && <Banner tone="danger">{form}</Banner>}
      <div className="stack-wide">
        <FactorTable
          factors={factors}
          renaming={failed?.renaming ? { ...failed.renaming, error: fields.label } : renaming}
          now={now}
          action={here}
        />
        {mayAdd ? (
          <>
            <Card title="Add a passkey">
              <AddPasskey action={address()} errors={failed?.renaming ? {} : fields} isPrimary={factors.length === 0} />
            </Card>
            <Card title="Add an authenticator app">
              {offer ? (
                <AddApp action={address()} offer={offer} hasPassword={hasPassword || !needsPassword} errors={fields} />
              ) : (
                <LinkButton to={address({ add: "app" })}>Show the key for the app</LinkButton>
              )}
            </Card>
          </>
        ) : (
          <p>
            <LinkButton to={`/step-up?to=${here}`}>Confirm that it is you to add or remove one</LinkButton>
          </p>
        )}
        <RecoveryCard {...recovery} now={now} />
        <PasswordCard hasPassword={hasPassword} />
      </div>
    </AppShell>
  );
}
