import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { optionalCaller, requireCaller } from "#app/auth/caller.server.ts";
import { isFederated } from "#app/auth/completed-methods.ts";
import { pendingPerson } from "#app/auth/enrolling.server.ts";
import { type FormErrors, refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { enrolRecoveryCodes, makeRecoveryCodes } from "#app/auth/recovery-codes.server.ts";
import { recoveryView } from "#app/auth/recovery-view.server.ts";
import { returnPath } from "#app/auth/return-path.ts";
import { clientOf } from "#app/auth/session.server.ts";
import { asksForStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import { Banner } from "#app/components/banner.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { Gate } from "#app/components/gate.tsx";
import { OfferRecoveryCodes } from "#app/components/offer-recovery-codes.tsx";
import { RecoveryCodes } from "#app/components/recovery-codes.tsx";
import { RecoveryStanding } from "#app/components/recovery-standing.tsx";

export const meta: MetaFunction = () => [{ title: "Recovery codes · MFA Register" }];

const CodesForm = z.object({
  /** The batch that the page showed; empty for none. */
  replaces: z.string().max(100),
  password: z.string().max(1024).optional(),
});

type Call = Pick<LoaderFunctionArgs, "request" | "context">;

/**
 * Returns who is signed in, or who has begun to and has nothing but codes: those that they may make before the wall, or
 * those that they have just made there and go on with.
 * @throws Response a redirect to the sign-in page for everybody else.
 */
async function requirePerson(call: Call) {
  const caller = await optionalCaller(call);
  const pending = caller ? null : await pendingPerson(call.request, call.context);
  const mayMake = pending?.step.kind === "enroll" && pending.step.kinds.includes("recovery_code");
  const hasMade = pending?.step.kind === "factor" && pending.step.kinds.join() === "recovery_code";
  if (pending && (mayMake || hasMade)) return { ...pending, caller: null, mayMake };
  return { caller: caller ?? (await requireCaller(call)), mayMake: true };
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, now } = context;
  const person = await requirePerson({ request, context });
  const { user, workspace } = person.caller ?? person;
  const session = person.caller ? person.caller.session : person.session;
  const view = await recoveryView(db, user, now);
  const to = new URL(request.url).searchParams.get("to");
  return {
    now,
    owner: { workspace: workspace.name, userName: user.userName },
    to: person.caller ? returnPath(to) : `/sign-in${to === null ? "" : `?to=${encodeURIComponent(to)}`}`,
    mayMake: person.mayMake,
    view,
    hasFirstFactor: view.hasPassword || (session !== null && isFederated(session)),
  };
}

/** The codes stand in the answer to the form and nowhere else: no address shows them a second time. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, now } = context;
  const person = await requirePerson({ request, context });
  const { caller } = person;
  const form = CodesForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { replaces, password } = form.data;
  try {
    const codes = caller
      ? await makeRecoveryCodes(db, { caller, replaces: replaces || null, newPassword: password || null, now })
      : await enrolRecoveryCodes(db, { ...person, client: clientOf(request, context), now });
    return data({ codes });
  } catch (caught) {
    if (caller && asksForStepUp(caught)) return stepUpFor({ request, context }, { caller });
    return refusedForm(caught);
  }
}

export default function RecoveryCodesPage() {
  const { owner, to } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!answer || !("codes" in answer)) return <Before errors={answer?.errors} />;
  return (
    <Gate
      title="Your recovery codes"
      workspace={owner.workspace}
      lede={`For ${owner.userName}. They are shown this once: keep them now, and not on your phone.`}
      foot="Each works once, together with your password. Nobody will ever ask you for one by phone or by mail."
    >
      <div className="stack">
        <RecoveryCodes codes={answer.codes} owner={owner} />
        <LinkButton look="primary" isWide to={to}>
          I have kept them
        </LinkButton>
      </div>
    </Gate>
  );
}

/** What there is, before any are made. */
function Before({ errors = { form: null, fields: {} } }: { errors?: FormErrors | undefined }) {
  const { owner, to, now, mayMake, view, hasFirstFactor } = useLoaderData<typeof loader>();
  return (
    <Gate
      title={view.batch ? "Recovery codes" : "Keep a way back in"}
      workspace={owner.workspace}
      lede="Ten codes for the day on which your phone or key is lost. Each works once, together with your password."
    >
      <div className="stack">
        {errors.form && <Banner tone="danger">{errors.form}</Banner>}
        <RecoveryStanding batch={view.batch} now={now} />
        {mayMake && <OfferRecoveryCodes {...view} hasFirstFactor={hasFirstFactor} errors={errors.fields} />}
        <LinkButton look={mayMake ? "plain" : "primary"} isWide to={to}>
          {view.batch ? "Go on" : "Not now"}
        </LinkButton>
      </div>
    </Gate>
  );
}
