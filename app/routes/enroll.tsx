import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { z } from "zod";
import { afterEnrolment } from "#app/auth/after-enrolment.server.ts";
import { isFederated } from "#app/auth/completed-methods.ts";
import { readCookie } from "#app/auth/cookies.server.ts";
import { type Enrolling, enrolAndEnter, enrollingPerson } from "#app/auth/enrolling.server.ts";
import { confirmPasskey, confirmTotp, offerTotp, repeatTotpOffer } from "#app/auth/enrolment.server.ts";
import { FactorName, PasskeyName } from "#app/auth/factor-name.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { NewPasskey } from "#app/auth/passkey-response.ts";
import { clientOf } from "#app/auth/session.server.ts";
import { signedIn } from "#app/auth/signed-in.server.ts";
import { AddApp, AddPasskey } from "#app/components/add-factor.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { Gate } from "#app/components/gate.tsx";
import { wallWords } from "#app/components/wall-words.ts";

export const meta: MetaFunction = () => [{ title: "Set up a second factor · MFA Register" }];

const EnrolForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("passkey"), label: PasskeyName, answer: NewPasskey }),
  z.object({
    intent: z.literal("totp"),
    label: FactorName,
    challenge: z.string().max(100),
    code: z.string().min(1, "Enter the code that the app shows.").max(20),
  }),
]);

/** Somebody else, or somebody whom the policy asks for something else by now, begins at the sign-in page. */
async function requireEnrolling({ request, context }: Pick<LoaderFunctionArgs, "request" | "context">) {
  const enrolling = await enrollingPerson(request, context);
  if (!enrolling) throw redirect(`/sign-in${new URL(request.url).search}`);
  return enrolling;
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const enrolling = await requireEnrolling({ request, context });
  const { user, workspace, step } = enrolling;
  const offersApp = step.kinds.includes("totp") && (hasPassword(enrolling) || isFederated(enrolling.session));
  return {
    workspace: workspace.name,
    userName: user.userName,
    reason: step.reason,
    offersCodes: step.kinds.includes("recovery_code") && hasPassword(enrolling),
    offersPasskey: step.kinds.includes("passkey") || step.kinds.includes("security_key"),
    offer: offersApp ? await offerTotp(context.db, { ...context, workspace, user }) : null,
  };
}

/** Recovery codes are the backup of a password, which an app may do without where the identity provider says who it is. */
function hasPassword({ session }: Enrolling): boolean {
  return session.methods.some(({ method }) => method === "password");
}

export async function action({ request, context }: ActionFunctionArgs) {
  const enrolling = await requireEnrolling({ request, context });
  const form = EnrolForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { db, now, publicUrl } = context;
  const { session, user, workspace } = enrolling;
  try {
    const factor = await confirm(request, enrolling, { form: form.data, context });
    const client = clientOf(request, context);
    const opened = await enrolAndEnter(context, { session, user, factor, client, now });
    const to = await afterEnrolment(db, { user, to: new URL(request.url).searchParams.get("to"), now });
    return signedIn(opened, { to, publicUrl });
  } catch (caught) {
    const { data: body, init } = refusedForm(caught);
    if (form.data.intent !== "totp") return data({ ...body, offer: null }, init ?? {});
    // The secret that was scanned already is shown again: a mistyped code should not cost it.
    const challengeId = form.data.challenge;
    const offer = await repeatTotpOffer(db, { workspace, user, ...context, challengeId });
    return data({ ...body, offer }, init ?? {});
  }
}

function confirm(
  request: Request,
  { session, user }: Enrolling,
  { form, context }: { form: z.output<typeof EnrolForm>; context: ActionFunctionArgs["context"] },
) {
  const { db, now, publicUrl } = context;
  if (form.intent === "totp")
    return confirmTotp(db, { user, ...context, challengeId: form.challenge, code: form.code, label: form.label });
  const challengeId = readCookie(request, "challenge", publicUrl);
  const { answer, label } = form;
  return confirmPasskey(db, { user, sessionHash: session.idHash, answer, challengeId, label, now });
}

export default function Enroll() {
  const { workspace, userName, reason, offersCodes, offersPasskey, offer: offered } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const errors = answered && "errors" in answered ? answered.errors : { form: null, fields: {} };
  const offer = (answered && "offer" in answered && answered.offer) || offered;
  const { title, lede } = wallWords(reason);
  return (
    <Gate
      title={title}
      workspace={workspace}
      lede={`${lede} You are signing in as ${userName}.`}
      foot="You are not signed in to anything yet. Text messages and calls are not offered: they can be intercepted. Nothing at hand to set one up with? An admin of the register can let you in for a while."
    >
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      {offersPasskey && <AddPasskey action="" errors={errors.fields} isPrimary />}
      {offersPasskey && offer && <p className="or">or</p>}
      {offer && <AddApp isPrimary={!offersPasskey} action="" offer={offer} hasPassword errors={errors.fields} />}
      {offersCodes && <OfferCodes />}
      <Form method="post" action="/sign-out">
        <Button look="plain" isWide>
          Start again
        </Button>
      </Form>
    </Gate>
  );
}

/** Codes alone are the weakest way in: they are offered last, where the policy takes them at all. */
function OfferCodes() {
  return (
    <>
      <p className="or">or</p>
      <LinkButton isWide to={`/account/recovery-codes${useLocation().search}`}>
        Use recovery codes only
      </LinkButton>
    </>
  );
}
