// A process of its own that makes many changes to one workspace: node write-many.ts URL WORKSPACE NAME COUNT

import { openDatabase } from "#db/connect.ts";
import { addDirectoryObject } from "#db/directory.ts";
import { write } from "#db/write.ts";

const [url = "", workspaceId = "", writer = "", count = "0"] = process.argv.slice(2);
const { db, close } = openDatabase(url);
const now = new Date().toISOString();
for (let number = 1; number <= Number(count); number++) {
  const id = `${writer}-${number}`;
  await write(db, { workspaceId, actor: { kind: "console", id: writer }, now }, async (tx, { audit }) => {
    await addDirectoryObject(tx, workspaceId, { kind: "group", id, name: id }, now);
    audit("directory.object_added", { kind: "group", id }, { kind: "group", name: id });
  });
}
await close();
