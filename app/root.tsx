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
  const [title, text] = messages[status] ?? messages[500] ?? ["Error", ""];
  return (
    <main className="gate">
      <div className="signin">
        <h1>{title}</h1>
        <p className="lede">{text}</p>
        <a className="btn primary" href="/">
          Back to the register
        </a>
      </div>
    </main>
  );
}

const messages: Record<number, [title: string, text: string]> = {
  403: ["This page is not for your role", "An owner or admin of your workspace can change what you may see."],
  404: ["There is no such page", "The address may be mistyped, or the record may not be yours to see."],
  500: ["Something went wrong", "It has been logged. Nothing was changed; try again, or go back to the register."],
};
