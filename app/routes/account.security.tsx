import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  type SerializeFrom,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { clearCookie, readCookie } from "#app/auth/cookies.server.ts";
import { confirmPasskey, confirmTotp, offerTotp, repeatTotpOffer } from "#app/auth/enrolment.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { addOwnFactor, hasFreshFactor, revokeOwnFactor } from "#app/auth/own-factors.server.ts";
import { NewPasskey } from "#app/auth/passkey-response.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { TextField } from "#app/components/field.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { PasskeyButton } from "#app/components/passkey-button.tsx";
import { TotpOffer } from "#app/components/totp-offer.tsx";
import { When } from "#app/components/when.tsx";
import type { FactorKind } from "#app/engine/types.ts";
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
    shell: await shellOf(db, caller),
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

const kindLabels: Record<FactorKind, string> = {
  passkey: "Passkey, may be synced",
  security_key: "Security key, bound to its device",
  totp: "Authenticator app",
  recovery_code: "Recovery codes",
};

export default function Security() {
  const { shell, now, factors, isFresh } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const errors = answered && "errors" in answered ? answered.errors : { form: null, fields: {} };
  return (
    <AppShell shell={shell}>
      <PageHeader title="My sign-in" lede="What you sign in with. The register asks everybody for two factors." />
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      <div className="stack">
        <section className="card" aria-labelledby="factors">
          <header>
            <h2 id="factors">Passkeys and apps</h2>
          </header>
          <div className="table-box">
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Added</th>
                  <th scope="col">Last used</th>
                  <th scope="col">
                    <span className="sr">Remove</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {factors.map((factor) => (
                  <FactorRow key={factor.id} factor={factor} now={now} />
                ))}
              </tbody>
            </table>
          </div>
        </section>
        {isFresh ? (
          <Adding errors={errors.fields} />
        ) : (
          <p>
            <Link className="btn" to={`/step-up?to=${here}`}>
              Confirm that it is you to add or remove one
            </Link>
          </p>
        )}
      </div>
    </AppShell>
  );
}

type Row = SerializeFrom<typeof loader>["factors"][number];

function FactorRow({ factor: { id, kind, name, createdAt, lastUsedAt }, now }: { factor: Row; now: string }) {
  return (
    <tr>
      <td>
        {name}
        <span className="two">{kindLabels[kind]}</span>
      </td>
      <td>
        <When at={createdAt} now={now} />
      </td>
      <td>{lastUsedAt ? <When at={lastUsedAt} now={now} /> : "–"}</td>
      <td className="end">
        <Form method="post" action={here}>
          <input type="hidden" name="intent" value="revoke" />
          <button className="btn small" name="id" value={id} type="submit">
            Remove<span className="sr"> {name}</span>
          </button>
        </Form>
      </td>
    </tr>
  );
}

function Adding({ errors }: { errors: Record<string, string> }) {
  const { offer: offered, hasPassword } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const offer = (answered && "offer" in answered && answered.offer) || offered;
  return (
    <div className="stack">
      <section className="card" aria-labelledby="add-passkey">
        <header>
          <h2 id="add-passkey">Add a passkey</h2>
        </header>
        <div className="body">
          <Form method="post" action={here}>
            <TextField
              name="label"
              label="Name"
              hint="So that you know which one it is, such as “Work laptop”."
              defaultValue="Passkey"
              maxLength={100}
              error={errors.label}
              required
            />
            <PasskeyButton ask={{ post: "/api/mfa/passkeys/start" }} intent="passkey" fields={["label"]} isWide={false}>
              Add a passkey
            </PasskeyButton>
          </Form>
        </div>
      </section>
      <section className="card" aria-labelledby="add-app">
        <header>
          <h2 id="add-app">Add an authenticator app</h2>
        </header>
        <div className="body">
          {offer ? (
            <Form method="post" action={here}>
              <input type="hidden" name="intent" value="totp" />
              <TotpOffer {...offer} />
              <TextField
                name="label"
                idPrefix="app-"
                label="Name"
                defaultValue="Authenticator app"
                maxLength={100}
                required
              />
              {!hasPassword && (
                <TextField
                  name="password"
                  label="Password"
                  type="password"
                  hint="An app is used together with a password, and you have none yet. At least 12 characters."
                  autoComplete="new-password"
                  minLength={12}
                  required
                />
              )}
              <TextField
                name="code"
                label="6-digit code that the app shows"
                className="code"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={7}
                error={errors.code}
                required
              />
              <button className="btn primary" type="submit">
                Add the app
              </button>
            </Form>
          ) : (
            <Link className="btn" to="?add=app">
              Show the key for the app
            </Link>
          )}
        </div>
      </section>
    </div>
  );
}
