import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { type Caller, requireAdmin, requireCaller, requirePolicyReader } from "#app/auth/caller.server.ts";
import { refusedForm, wrongFields } from "#app/auth/form-errors.server.ts";
import { formBeforeStepUp, requireFreshFactor } from "#app/auth/step-up-for.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { CameBack } from "#app/components/came-back.tsx";
import { Card } from "#app/components/card.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Facts } from "#app/components/facts.tsx";
import { OathActions } from "#app/components/oath-actions.tsx";
import { OathBadges } from "#app/components/oath-badges.tsx";
import { OathCustody } from "#app/components/oath-custody.tsx";
import { driftText, nameOfToken, parametersText, revocationLabels } from "#app/components/oath-words.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact, relative } from "#app/components/relative-time.ts";
import { Thread } from "#app/components/thread.tsx";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { assignToken } from "#app/oath/assign-token.server.ts";
import { changeCustody } from "#app/oath/change-custody.server.ts";
import { revokeOathToken, unassignToken } from "#app/oath/end-token.server.ts";
import { type TokenView, tokenView } from "#app/oath/oath-view.server.ts";
import { resyncHardwareToken } from "#app/oath/resync-token.server.ts";
import { setReplacement } from "#app/oath/set-replacement.server.ts";
import { TokenForm } from "#app/oath/token-forms.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requirePolicyReader(caller);
  const { db, now } = context;
  const form = await formBeforeStepUp({ request, context }, caller);
  return pageOf(async () => ({
    shell: await shellOf(db, caller, now),
    now,
    isBack: form !== null,
    view: await tokenView(db, caller, Params.parse(params).id, now),
  }));
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { id: tokenId } = Params.parse(params);
  const form = await request.formData();
  const read = TokenForm.safeParse(Object.fromEntries(form));
  const sent = String(form.get("intent"));
  if (!read.success) return withIntent(wrongFields(read.error), sent);
  await requireFreshFactor({ request, context }, { caller, form });
  try {
    await carryOut(context, { caller, tokenId }, read.data);
    return redirect(`/settings/oath/${tokenId}`);
  } catch (caught) {
    return withIntent(refusedForm(caught), sent);
  }
}

/** Tells the page which of its forms an answer is about. */
function withIntent({ data: body, init }: ReturnType<typeof refusedForm>, sent: string) {
  return data({ ...body, sent }, init ?? {});
}

async function carryOut(
  { db, now, secrets }: RequestContext,
  place: { caller: Caller; tokenId: string },
  form: TokenForm,
): Promise<void> {
  switch (form.intent) {
    case "assign":
      return assignToken(db, { ...place, ...form, secrets, now });
    case "unassign":
      return unassignToken(db, { ...place, ...form, now });
    case "revoke":
      return revokeOathToken(db, { ...place, ...form, now });
    case "resync":
      return resyncHardwareToken(db, { ...place, first: form.firstCode, second: form.secondCode, secrets, now });
    case "custody":
      return changeCustody(db, { ...place, ...form, now });
    case "replacement":
      return setReplacement(db, { ...place, ...form, now });
    default:
      return form satisfies never;
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded ? nameOfToken(loaded.view.token) : "Token"} · MFA Register` },
];

export default function OathTokenPage() {
  const { shell, now, isBack, view } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { token } = view;
  const name = nameOfToken(token);
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={name}
        crumbs={[
          { label: "Settings" },
          { label: "OATH tokens", to: "/settings/oath" },
          { label: name, canCopy: token.serial !== null },
        ]}
        lede={token.kind === "app" ? "An authenticator app" : (token.model ?? "A hardware token")}
        meta={<OathBadges token={token} />}
      />
      <CameBack isBack={isBack} />
      {answer?.errors.form && <Banner tone="danger">{answer.errors.form}</Banner>}
      <ErrorSummary errors={answer?.errors.fields ?? {}} />
      <div className="cols">
        <div className="stack-wide">
          <Card title="What is known">
            <Facts facts={factsOf(view, now)} />
          </Card>
          {token.kind === "hardware" && <OathCustody entries={view.custody} now={now} />}
          <Card title="What happened">
            {view.history.length > 0 ? (
              <Thread entries={view.history} now={now} />
            ) : (
              <p className="small muted">
                Nothing beside its use: an app is added and removed with its owner's factors.
              </p>
            )}
          </Card>
        </div>
        <div className="rail">
          {view.mayManage && token.kind === "hardware" && (
            <OathActions view={view} errors={answer?.errors.fields ?? {}} sent={answer?.sent ?? null} />
          )}
          {token.kind === "app" && (
            <Card title="Whose it is to change">
              <p className="small">
                Its owner removes it, or sets its clock, under “My sign-in”. A lost phone is a reset of their sign-in.
              </p>
            </Card>
          )}
        </div>
      </div>
    </AppShell>
  );
}

function factsOf({ token }: TokenView, now: string) {
  const { holder, drift, period, failures, lastUsedAt, revokedAt, revocation } = token;
  const at = (instant: string) => (
    <time dateTime={instant} title={exact(instant)}>
      {relative(instant, now)}
    </time>
  );
  return [
    { term: "Holder", detail: holder && <Link to={`/directory/users/${holder.userId}`}>{holder.displayName}</Link> },
    { term: "Codes", detail: parametersText(token) },
    { term: "Clock", detail: token.status === "revoked" ? null : driftText(drift, period) },
    { term: "Wrong codes in a row", detail: String(failures) },
    { term: "Last used", detail: lastUsedAt && at(lastUsedAt) },
    { term: "Replace by", detail: token.replaceBy },
    { term: token.kind === "app" ? "Added" : "Taken in", detail: at(token.createdAt) },
    ...(revokedAt ? [{ term: "Revoked", detail: at(revokedAt) }] : []),
    ...(revocation ? [{ term: "Why", detail: revocationLabels[revocation] }] : []),
  ];
}
