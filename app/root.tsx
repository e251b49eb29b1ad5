import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { Gate } from "#app/components/gate.tsx";
import { useNonce } from "#app/components/nonce-context.tsx";
import { themeOf } from "#app/http/theme.ts";
import styles from "#app/styles/app.css?url";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

export const meta: MetaFunction = () => [{ title: "MFA Register" }];

export function loader({ request }: LoaderFunctionArgs) {
  return { theme: themeOf(request.headers.get("Cookie")) };
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const theme = useRouteLoaderData<typeof loader>("root")?.theme ?? "system";
  return (
    <html lang="en" data-theme={theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

/** Says what happened in plain words; the log has the stack, the page never does. */
export function ErrorBoundary() {
  const error = useRouteError();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const [title, text] = messages[status] ?? (status < 500 ? notUnderstood : failed);
  return (
    <Gate title={title} lede={sentenceOf(error) ?? text} foot={status === 404 ? <ElsewhereLinks /> : null}>
      <a className="btn primary" href="/">
        Back to the register
      </a>
    </Gate>
  );
}

function ElsewhereLinks() {
  return (
    <>
      Looking for a record? <a href="/search">Search for it</a>, or see <a href="/my-work">your work</a>.
    </>
  );
}

/** The sentence with which a page of ours refused; what the framework says of itself begins with "Error:". */
function sentenceOf(error: unknown): string | null {
  if (!isRouteErrorResponse(error) || error.status >= 500) return null;
  const { data } = error;
  return typeof data === "string" && data !== "" && !data.startsWith("Error:") ? data : null;
}

type Message = readonly [title: string, text: string];

const notUnderstood: Message = [
  "This was not understood",
  "Something in the address or the form is not as it should be.",
];
const failed: Message = [
  "Something went wrong",
  "It has been logged. Nothing was changed; try again, or go back to the register.",
];
const messages: Readonly<Record<number, Message>> = {
  403: ["This is not open to you", "An owner or admin of your workspace can change what you may see."],
  404: ["There is no such page", "The address may be mistyped, or the record may not be yours to see."],
};
