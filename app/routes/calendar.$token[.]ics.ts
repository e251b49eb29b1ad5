import type { LoaderFunctionArgs } from "@remix-run/node";
import { readCalendar } from "#app/calendar/feed.server.ts";

const plain = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };

/** Answers a calendar program, which has no session: whoever knows the address reads what is due to its person, and nothing else. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, publicUrl, now } = context;
  const answer = await readCalendar(db, { token: params.token ?? "", publicUrl: publicUrl.origin, now });
  if (answer.status === 404) return new Response("There is no such calendar.\n", { status: 404, headers: plain });
  if (answer.status === 429)
    return new Response("It was read too often; once in an hour will do.\n", {
      status: 429,
      headers: { ...plain, "Retry-After": "60" },
    });
  const { text, tag } = answer;
  // Asked about each time, so that nothing is read from a cache once the address has been taken away.
  const headers = { ETag: tag, "Cache-Control": "private, no-cache" };
  const known = (request.headers.get("If-None-Match") ?? "").split(",").map((each) => each.trim().replace(/^W\//, ""));
  if (known.includes(tag)) return new Response(null, { status: 304, headers });
  return new Response(text, {
    headers: {
      ...headers,
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": 'inline; filename="mfa-register.ics"',
    },
  });
}
