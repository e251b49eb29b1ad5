import { PassThrough } from "node:stream";
import {
  type ActionFunctionArgs,
  type AppLoadContext,
  createReadableStreamFromReadable,
  type EntryContext,
  type LoaderFunctionArgs,
} from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { NonceContext } from "#app/components/nonce-context.tsx";

/** Gives up on a page that has not finished streaming after this many milliseconds. */
const abortDelay = 5_000;

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let code = status;
    const page = (
      <NonceContext.Provider value={context.nonce}>
        <RemixServer context={remixContext} url={request.url} abortDelay={abortDelay} nonce={context.nonce} />
      </NonceContext.Provider>
    );
    // Nothing is deferred, so the page goes out whole: a fault while rendering can still become an error page.
    const { pipe, abort } = renderToPipeableStream(page, {
      nonce: context.nonce,
      onAllReady() {
        const body = new PassThrough();
        headers.set("Content-Type", "text/html; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status: code }));
        pipe(body);
      },
      onShellError: reject,
      onError(fault) {
        code = 500;
        context.logFault(fault, "render");
      },
    });
    setTimeout(abort, abortDelay + 1_000).unref();
  });
}

export function handleError(fault: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  // An address that leads nowhere is the visitor's mistake, and said to them.
  if (isRouteErrorResponse(fault) || request.signal.aborted) return;
  context.logFault(fault, new URL(request.url).pathname);
}
