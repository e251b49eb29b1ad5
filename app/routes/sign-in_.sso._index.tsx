import { type ActionFunctionArgs, data, type HeadersFunction, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";
import { beginSso } from "#app/auth/begin-sso.server.ts";
import { chosenWorkspace } from "#app/auth/chosen-workspace.server.ts";
import { setCookie } from "#app/auth/cookies.server.ts";
import { currentSession } from "#app/auth/session.server.ts";
import { Banner } from "#app/components/banner.tsx";
import { Gate } from "#app/components/gate.tsx";
import { Refused } from "#app/register/refused.ts";

export const meta: MetaFunction = () => [{ title: "Single sign-on · MFA Register" }];

const StartForm = z.object({
  intent: z.enum(["sign_in", "step_up"]),
  provider: z.string().min(1).max(100),
  workspace: z.string().max(100).optional(),
  to: z.string().max(2000).optional(),
});

/**
 * Sends the browser to the provider. The page says so and leaves by itself: as a redirect, the answer to a form would
 * have to be allowed to lead to any site.
 */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = StartForm.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) throw redirect("/sign-in");
  const { intent, provider: providerId, workspace: named, to = null } = form.data;
  const session = intent === "step_up" ? await currentSession(context.db, { request, ...context }) : null;
  if (intent === "step_up" && session?.decisionId == null) throw redirect("/sign-in");
  const workspaceId = session?.workspaceId ?? (await chosenWorkspace(context.db, named)).workspace?.id ?? "";
  try {
    const { url, cookie, provider } = await beginSso(context, { workspaceId, providerId, to, session });
    const headers = new Headers({ Refresh: `0; url=${url.href}` });
    const { publicUrl } = context;
    headers.append("Set-Cookie", setCookie("sso", cookie.value, { publicUrl, expiresAt: cookie.expiresAt }));
    return data({ name: provider.name, url: url.href, refusal: null }, { headers });
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    if (caught.code !== "sso_unreachable" || session) return refused(caught);
    const back = new URLSearchParams({ ...(named && { workspace: named }), ...(to && { to }), down: providerId });
    throw redirect(`/sign-in?${back}`);
  }
}

function refused({ message, status }: Refused) {
  return data({ name: null, url: null, refusal: message }, { status });
}

// The way on stands in a header, which Remix hands on only where it is told to.
export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export default function Leaving() {
  const answer = useActionData<typeof action>();
  // Also where the page was reloaded, or opened by its address.
  if (!answer?.url)
    return (
      <Gate title="Single sign-on" lede="Choose on the sign-in page with whom you sign in.">
        {answer?.refusal && <Banner tone="danger">{answer.refusal}</Banner>}
        <p>
          <a className="btn primary wide" href="/sign-in">
            Back to the sign-in page
          </a>
        </p>
      </Gate>
    );
  return (
    <Gate title={`On to ${answer.name}`} lede="You sign in there, and come back here by yourself.">
      <p>
        <a className="btn primary wide" href={answer.url} rel="noreferrer">
          Continue to {answer.name}
        </a>
      </p>
    </Gate>
  );
}
