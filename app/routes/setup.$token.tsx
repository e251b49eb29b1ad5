import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useParams } from "@remix-run/react";
import { z } from "zod";
import { acceptWithPasskey, acceptWithPassword } from "#app/auth/accept-invitation.server.ts";
import { afterEnrolment } from "#app/auth/after-enrolment.server.ts";
import { readCookie } from "#app/auth/cookies.server.ts";
import { offerTotp, repeatTotpOffer } from "#app/auth/enrolment.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { openInvitation, unnamedOwner } from "#app/auth/invitation.server.ts";
import { NewPasskey } from "#app/auth/passkey-response.ts";
import { clientOf } from "#app/auth/session.server.ts";
import { signedIn } from "#app/auth/signed-in.server.ts";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { CodeField } from "#app/components/code-field.tsx";
import { TextField } from "#app/components/field.tsx";
import { Gate } from "#app/components/gate.tsx";
import { PasskeyButton } from "#app/components/passkey-button.tsx";
import { TotpOffer } from "#app/components/totp-offer.tsx";

export const meta: MetaFunction = () => [{ title: "Set up your sign-in · MFA Register" }];

/** What the first owner says of themself; others keep the names they were given, whatever a form says. */
const names = {
  userName: z.email("Enter your e-mail address.").max(320).optional(),
  displayName: z.string().trim().min(1, "Enter your name.").max(200).optional(),
};

const SetupForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("password"),
    ...names,
    password: z.string().min(1, "Choose a password.").max(1024),
    challenge: z.string().max(100),
    code: z.string().min(1, "Enter the code that the app shows.").max(20),
  }),
  z.object({ intent: z.literal("passkey"), ...names, answer: NewPasskey }),
]);

const Offered = z.object({ challenge: z.string().max(100) });

/** Opening a link never spends it: mail scanners and previews open links too. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db, secrets, now } = context;
  const open = await openInvitation(db, params.token ?? "", now);
  if (!open) return data({ open: null }, { status: 404 });
  const { invitation, workspace, user } = open;
  return data({
    open: {
      isFirstOwner: invitation.purpose === "first_owner",
      workspace: workspace.name,
      userName: user.userName === unnamedOwner ? "" : user.userName,
      displayName: user.userName === unnamedOwner ? "" : user.displayName,
      offer: await offerTotp(db, { workspace, user, secrets, now }),
    },
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { now, publicUrl, secrets } = context;
  const token = params.token ?? "";
  const sent = Object.fromEntries(await request.formData());
  const offer = await offerOf(token, sent, context);
  const again = ({ data: body, init }: ReturnType<typeof refusedForm>) => data({ ...body, offer }, init ?? {});
  const form = SetupForm.safeParse(sent);
  if (!form.success) return again(wrongFields(form.error));
  const { userName, displayName } = form.data;
  const accepting = {
    token,
    names: userName && displayName ? { userName, displayName } : null,
    client: clientOf(request, context),
    now,
  };
  try {
    if (form.data.intent === "password") {
      const { password, challenge, code } = form.data;
      const proofs = { password, challengeId: challenge, code, secrets };
      const opened = await acceptWithPassword(context, { ...accepting, ...proofs });
      const { workspaceId, userId: id } = opened.session;
      const to = await afterEnrolment(context.db, { user: { workspaceId, id }, to: "/", now });
      return signedIn(opened, { to, publicUrl });
    }
    const challengeId = readCookie(request, "challenge", publicUrl);
    const answered = { answer: form.data.answer, challengeId, publicUrl };
    return signedIn(await acceptWithPasskey(context, { ...accepting, ...answered }), { to: "/", publicUrl });
  } catch (caught) {
    return again(refusedForm(caught));
  }
}

/** The secret that the person has scanned already, so that a mistake elsewhere in the form does not cost it. */
async function offerOf(token: string, sent: object, { db, secrets, now }: ActionFunctionArgs["context"]) {
  const offered = Offered.safeParse(sent);
  const open = await openInvitation(db, token, now);
  return open && offered.success
    ? repeatTotpOffer(db, { ...open, challengeId: offered.data.challenge, secrets, now })
    : null;
}

export default function Setup() {
  const { open } = useLoaderData<typeof loader>();
  if (!open)
    return (
      <Gate title="This link does not work any more">
        <p>
          It has ended, or it was used before. If that was not you, tell an owner of the register; otherwise ask them
          for a new one, or <a href="/sign-in">sign in</a>.
        </p>
      </Gate>
    );
  return (
    <Gate
      title="Set up your sign-in"
      workspace={open.workspace}
      lede={open.isFirstOwner ? "You are the first owner of this register." : `For ${open.userName}`}
      foot="This link works once. The register asks everybody for two factors; a passkey is both at once."
    >
      <SetupFields open={open} />
    </Gate>
  );
}

type Open = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>["open"]>;

function SetupFields({ open }: { open: Open }) {
  const answered = useActionData<typeof action>();
  const errors = answered && "errors" in answered ? answered.errors : { form: null, fields: {} };
  const offer = (answered && "offer" in answered && answered.offer) || open.offer;
  return (
    <Form method="post">
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      <input type="hidden" name="setup_token" value={useParams().token} />
      {open.isFirstOwner && (
        <>
          <TextField
            name="userName"
            label="E-mail"
            type="email"
            autoComplete="username"
            defaultValue={open.userName}
            error={errors.fields.userName}
            required
          />
          <TextField
            name="displayName"
            label="Your name"
            autoComplete="name"
            defaultValue={open.displayName}
            error={errors.fields.displayName}
            required
          />
        </>
      )}
      <PasskeyButton
        ask={{ post: "/api/mfa/passkeys/start" }}
        intent="passkey"
        fields={["setup_token", "userName", "displayName"]}
        isPrimary
      >
        Create a passkey
      </PasskeyButton>
      <p className="or">or</p>
      <TextField
        name="password"
        label="Password"
        type="password"
        hint="At least 12 characters. Several words are fine."
        autoComplete="new-password"
        minLength={12}
        error={errors.fields.password}
        required
      />
      <TotpOffer {...offer} />
      <CodeField label="6-digit code that the app shows" error={errors.fields.code} />
      <Button isWide name="intent" value="password">
        Use password and app
      </Button>
    </Form>
  );
}
