import { RemixServer } from "@remix-run/react";
import { type ComponentProps, createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";

type Context = ComponentProps<typeof RemixServer>["context"];

/** Renders a piece of a page as the server would, below a root route at this address. */
export function markup(element: ReactNode, path = "/"): string {
  const url = new URL(path, "http://localhost");
  const route = { id: "root", path: "*" };
  const location = { pathname: url.pathname, search: url.search, hash: "", state: null, key: "default" };
  const context = {
    manifest: {
      version: "1",
      url: "",
      entry: { module: "", imports: [] },
      routes: {
        root: {
          ...route,
          module: "",
          hasAction: false,
          hasLoader: true,
          hasClientAction: false,
          hasClientLoader: false,
          hasErrorBoundary: false,
        },
      },
    },
    routeModules: { root: { default: () => element } },
    staticHandlerContext: {
      basename: "/",
      location,
      matches: [{ params: {}, pathname: url.pathname, pathnameBase: "/", route }],
      loaderData: { root: { theme: "system" } },
      actionData: null,
      errors: null,
      statusCode: 200,
      loaderHeaders: {},
      actionHeaders: {},
      activeDeferreds: null,
    },
    future: {},
    isSpaMode: false,
    serializeError: (error: Error) => error,
  } as unknown as Context; // of what a request makes, the part that rendering reads
  return renderToStaticMarkup(createElement(RemixServer, { context, url }));
}

/** Returns what a reader sees: the text without tags, blanks joined. */
export function textOf(html: string): string {
  return html
    .replace(/<[^>]+>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .trim();
}
