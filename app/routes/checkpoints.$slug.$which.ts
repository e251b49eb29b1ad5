import type { LoaderFunctionArgs } from "@remix-run/node";
import { publishedText } from "#app/checkpoints/published.server.ts";
import { mayRead } from "#app/checkpoints/reading-limit.server.ts";

const plain = { "Content-Type": "text/plain; charset=utf-8", "X-Robots-Tag": "noindex" };
const once = { ...plain, "Cache-Control": "no-store" };

/** Answers whoever watches a log from outside, without a session: it tells sizes and hashes, and nothing that is in it. */
export async function loader({ params: { slug = "", which = "" }, context }: LoaderFunctionArgs) {
  const { db, ip, now } = context;
  if (!mayRead(ip ?? "unknown", now))
    return new Response("It was read too often; once a day will do.\n", {
      status: 429,
      headers: { ...once, "Retry-After": "60" },
    });
  const text = await publishedText(db, { slug, which });
  if (text === null) return new Response("Nothing is published here.\n", { status: 404, headers: once });
  // No workspace ever publishes another checkpoint of a size; the latest one is another each day.
  const age = which === "latest" || which === "key" ? 60 : 86_400;
  return new Response(text, { headers: { ...plain, "Cache-Control": `public, max-age=${age}` } });
}
