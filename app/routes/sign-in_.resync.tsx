import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLocation } from "@remix-run/react";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { tooLate } from "#app/auth/refusals.ts";
import { clientOf, currentSession } from "#app/auth/session.server.ts";
import { judgeFrom } from "#app/auth/throttle.server.ts";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Gate } from "#app/components/gate.tsx";
import { TwoCodes } from "#app/components/two-codes.tsx";
import { resyncOwnToken } from "#app/oath/resync-token.server.ts";
import { ResyncForm } from "#app/oath/token-forms.ts";

export const meta: MetaFunction = () => [{ title: "Set the clock of your token · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const session = await currentSession(context.db, { request, ...context });
  if (session && session.decisionId !== null) throw redirect("/");
  return {};
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = ResyncForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return wrongFields(form.error);
  const { db, now, secrets } = context;
  const session = await currentSession(db, { request, ...context });
  try {
    // Only between the password and the code: somebody who is signed in does it under their own sign-in.
    if (session?.decisionId !== null) throw tooLate();
    const { workspaceId, userId } = session;
    const codes = { first: form.data.firstCode, second: form.data.secondCode };
    await judgeFrom(db, { workspaceId, ip: clientOf(request, context).ip, now }, () =>
      resyncOwnToken(db, { workspaceId, userId, factorId: null, ...codes, secrets, now }),
    );
    return redirect(`/sign-in${new URL(request.url).search}`);
  } catch (caught) {
    return refusedForm(caught);
  }
}

export default function ResyncAtSignIn() {
  const errors = useActionData<typeof action>()?.errors ?? { form: null, fields: {} };
  const { search } = useLocation();
  return (
    <Gate
      title="Set the clock of your token"
      lede="When its codes are refused, its clock may be off. Two codes in a row tell how far."
      foot="This does not sign you in: afterwards, enter the code that comes next."
    >
      {errors.form && <Banner tone="danger">{errors.form}</Banner>}
      <Form method="post" noValidate>
        <ErrorSummary errors={errors.fields} />
        <TwoCodes errors={errors.fields} />
        <Button look="primary" isWide>
          Set the clock
        </Button>
      </Form>
      <p className="mt-4">
        <Link to={`/sign-in${search}`}>Back to the sign-in</Link>
      </p>
    </Gate>
  );
}
