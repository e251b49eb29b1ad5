import type { Request, RequestHandler } from "express";
import type { Mailbox } from "#app/mail/mailbox.server.ts";

/** Nothing runs, nothing is fetched, and only our own page may frame it; its styles stand inline, as in every mail. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/**
 * Shows the HTML of a kept mail as a page of its own, before the headers of the other pages, which would forbid the frame
 * and the styles. A mail follows the colours that its reader's program asks for; `theme` stands for that program.
 */
export function showMail(mailbox: Mailbox): RequestHandler<{ id: string }> {
  return (request, response) => {
    const mail = mailbox.find(request.params.id);
    response.set({
      "Content-Security-Policy": policy,
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    });
    if (mail) response.type("html").send(inTheme(mail.html, request));
    else response.status(404).type("text").send("There is no such mail.");
  };
}

/** Its links open in a window of their own: the frame may not lead its page away. */
function inTheme(html: string, { query }: Pick<Request, "query">): string {
  const asked = query.theme === "dark" ? "all" : "not all";
  return html
    .replace("@media (prefers-color-scheme:dark)", `@media ${asked}`)
    .replace("<head>", '<head>\n<base target="_blank">');
}
