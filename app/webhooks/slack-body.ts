import type { ChatWords } from "./chat-words.ts";

/** Slack refuses a header that is longer, and a field. */
const mostHeader = 150;
const mostField = 1900;

/** Text that people wrote stands in blocks of plain text, in which Slack neither mentions, links nor formats. */
function plain(text: string, most: number) {
  return { type: "plain_text", text: cut(text, most), emoji: false };
}

/** In the line for notifications, `<!channel>` and links are made of these three characters; docs.slack.dev, "formatting". */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

/** Returns the body for an incoming webhook of Slack. */
export function slackBody({ title, sentence, facts, link }: ChatWords): string {
  const fields = facts.map(([label, value]) => plain(`${label}: ${value}`, mostField));
  return JSON.stringify({
    text: escaped(cut(`${title}: ${sentence}`, mostField)),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: "header", text: plain(title, mostHeader) },
      { type: "section", text: plain(sentence, mostField), ...(fields.length > 0 && { fields }) },
      { type: "actions", elements: [{ type: "button", text: plain(link.label, 75), url: link.url }] },
    ],
  });
}
