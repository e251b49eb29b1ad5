/** Header values by lower-case name, as Node hands them out. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const safeMethods: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/**
 * Returns why a request must not change anything, or null when it may: a form of another site has the visitor's cookie
 * but cannot forge where it comes from. Browsers send Origin with every such request; one that does not has to say
 * with Sec-Fetch-Site that the page is ours. Origin "null" is nobody and refused.
 *
 * A request with a bearer token and no cookie is exempt: no browser adds a token by itself.
 */
export function refuseCrossOrigin(method: string, headers: Headers, publicOrigin: string): string | null {
  if (safeMethods.includes(method.toUpperCase())) return null;
  const { authorization, cookie, origin } = headers;
  if (cookie === undefined && typeof authorization === "string" && /^bearer /i.test(authorization)) return null;
  if (origin === undefined)
    return headers["sec-fetch-site"] === "same-origin" ? null : "The request does not say which site it comes from.";
  return origin === publicOrigin
    ? null
    : `This form was not sent from ${publicOrigin}. Open the register there and try again.`;
}
