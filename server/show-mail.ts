import type { Request, RequestHandler } from "express";
import type { KeptMail, Mailbox } from "#app/mail/mailbox.server.ts";

/** Nothing runs, nothing is fetched, and only our own page may frame it; its styles and pictures stand inline. */
const policy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

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
    if (mail) response.type("html").send(inTheme(withPictures(mail), request));
    else response.status(404).type("text").send("There is no such mail.");
  };
}

/** A mail names the pictures that come with it; the page has none beside it, so it holds them. */
function withPictures({ html, attachments = [] }: KeptMail): string {
  return attachments.reduce((page, { cid, contentType, content }) => {
    if (cid === null) return page;
    return page.replaceAll(`"cid:${cid}"`, `"data:${contentType};base64,${content.toString("base64")}"`);
  }, html);
}

/** Its links open in a window of their own: the frame may not lead its page away. */
function inTheme(html: string, { query }: Pick<Request, "query">): string {
  const asked = query.theme === "dark" ? "all" : "not all";
  return html
    .replace("@media (prefers-color-scheme:dark)", `@media ${asked}`)
    .replace("<head>", '<head>\n<base target="_blank">');
}
