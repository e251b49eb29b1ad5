import type { Block, Span } from "./prose.ts";
import { TableBox } from "./table-box.tsx";

/** Shows a page of documentation; each heading can be linked to. */
export function ProseBlocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <div className="prose">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a page never change their places
        <ProseBlock key={index} block={block} />
      ))}
    </div>
  );
}

function ProseBlock({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading":
      return (
        <h2 id={block.id}>
          <code>{block.text}</code>
        </h2>
      );
    case "paragraph":
      return (
        <p>
          <Spans spans={block.spans} />
        </p>
      );
    case "list":
      return (
        <ul>
          {block.items.map((spans) => (
            <li key={textOf(spans)}>
              <Spans spans={spans} />
            </li>
          ))}
        </ul>
      );
    case "table":
      return (
        <TableBox label="What it means">
          <table>
            <thead>
              <tr>
                {block.head.map((spans) => (
                  <th key={textOf(spans)} scope="col">
                    <Spans spans={spans} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row) => (
                <tr key={row.map(textOf).join()}>
                  {row.map((spans) => (
                    <td key={textOf(spans)}>
                      <Spans spans={spans} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      );
    default:
      return block satisfies never;
  }
}

function Spans({ spans }: { spans: readonly Span[] }) {
  return spans.map((span, index) => {
    const key = `${index} ${span.text}`;
    if (span.kind === "code") return <code key={key}>{span.text}</code>;
    if (span.kind === "strong") return <strong key={key}>{span.text}</strong>;
    if (span.kind === "link")
      return (
        <a key={key} href={span.href}>
          {span.text}
        </a>
      );
    return span.text;
  });
}

function textOf(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join("");
}
