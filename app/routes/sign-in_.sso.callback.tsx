import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { clearCookie } from "#app/auth/cookies.server.ts";
import { finishSso } from "#app/auth/finish-sso.server.ts";
import { signedIn } from "#app/auth/signed-in.server.ts";
import { Banner } from "#app/components/banner.tsx";
import { Gate } from "#app/components/gate.tsx";
import { Refused } from "#app/register/refused.ts";

export const meta: MetaFunction = () => [{ title: "Single sign-on · MFA Register" }];

/** Where providers send people back to. Nothing of the address is kept: it goes on to a page without it. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { publicUrl } = context;
  const cleared = clearCookie("sso", publicUrl);
  try {
    const { opened, to } = await finishSso(context, request);
    const answer = signedIn(opened, { to, publicUrl });
    answer.headers.append("Set-Cookie", cleared);
    return answer;
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    const { message, status } = caught;
    return data({ refusal: message }, { status, headers: { "Set-Cookie": cleared } });
  }
}

export default function NotSignedIn() {
  const { refusal } = useLoaderData<typeof loader>();
  return (
    <Gate
      title="Not signed in"
      lede="The way by single sign-on has ended here."
      foot="If that is wrong, an admin of the register finds in its audit log why."
    >
      <Banner tone="danger">{refusal}</Banner>
      <p>
        <a className="btn primary wide" href="/sign-in">
          Back to the sign-in page
        </a>
      </p>
    </Gate>
  );
}
