import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireCaller } from "#app/auth/caller.server.ts";
import { type FormErrors, refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { makeRecoveryCodes } from "#app/auth/recovery-codes.server.ts";
import { recoveryView } from "#app/auth/recovery-view.server.ts";
import { returnPath } from "#app/auth/return-path.ts";
import { requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { Banner } from "#app/components/banner.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { TextField } from "#app/components/field.tsx";
import { Gate } from "#app/components/gate.tsx";
import { RecoveryCodes } from "#app/components/recovery-codes.tsx";
import { RecoveryStanding } from "#app/components/recovery-standing.tsx";

export const meta: MetaFunction = () => [{ title: "Recovery codes · MFA Register" }];

const CodesForm = z.object({
  /** The batch that the page showed; empty for none. */
  replaces: z.string().max(100),
  password: z.string().max(1024).optional(),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, now } = context;
  const { user, workspace } = await requireCaller({ request, context });
  return {
    now,
    owner: { workspace: workspace.name, userName: user.userName },
    to: returnPath(new URL(request.url).searchParams.get("to")),
    ...(await recoveryView(db, user, now)),
  };
}

/** The codes stand in the answer to the form and nowhere else: no address shows them a second time. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, now } = context;
  const caller = await requireCaller({ request, context });
  await requireFreshFactor({ request, context }, { caller });
  const form = CodesForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { replaces, password } = form.data;
  const making = { caller, replaces: replaces || null, newPassword: password || null, now };
  try {
    return data({ codes: await makeRecoveryCodes(db, making) });
  } catch (caught) {
    return refusedForm(caught);
  }
}

export default function RecoveryCodesPage() {
  const { owner, to } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!answer || !("codes" in answer)) return <Offer errors={answer?.errors} />;
  return (
    <Gate
      title="Your recovery codes"
      workspace={owner.workspace}
      lede={`For ${owner.userName}. They are shown this once: keep them now, and not on your phone.`}
      foot="Each works once, together with your password. Nobody will ever ask you for one by phone or by mail."
    >
      <RecoveryCodes codes={answer.codes} owner={owner} />
      <LinkButton look="primary" isWide to={to}>
        I have kept them
      </LinkButton>
    </Gate>
  );
}

/** What there is, and a form that makes ten new ones. */
function Offer({ errors = { form: null, fields: {} } }: { errors?: FormErrors | undefined }) {
  const { owner, to, now, batch, isAllowed, isAccepted, hasPassword } = useLoaderData<typeof loader>();
  return (
    <Gate
      title={batch ? "Recovery codes" : "Keep a way back in"}
      workspace={owner.workspace}
      lede="Ten codes for the day on which your phone or key is lost. Each works once, together with your password."
    >
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      <RecoveryStanding batch={batch} now={now} />
      {isAllowed ? (
        <Form method="post">
          <input type="hidden" name="replaces" value={batch?.id ?? ""} />
          {!isAccepted && (
            <Banner tone="caution">
              As the MFA policy stands, no code would let you in. They would help only once it takes them of you.
            </Banner>
          )}
          {!hasPassword && (
            <TextField
              name="password"
              label="Password"
              type="password"
              hint="Codes are used together with a password, and you have none yet. At least 12 characters."
              autoComplete="new-password"
              minLength={12}
              error={errors.fields.password}
              required
            />
          )}
          {batch && <p>The codes that you have stop working at once.</p>}
          <Button look="primary" isWide>
            {batch ? "Replace them with ten new ones" : "Show me ten codes"}
          </Button>
        </Form>
      ) : (
        <Banner tone="neutral">The MFA policy of your organisation allows no recovery codes.</Banner>
      )}
      <LinkButton look="plain" isWide to={to}>
        {batch ? "Back" : "Not now"}
      </LinkButton>
    </Gate>
  );
}
