import { relative } from "node:path";
import type { Plugin } from "vite";

/**
 * Leaves the files that match out of the server build, which then imports them by their `#…` name, as the server around it
 * does. A copy inside the build would be a second one in the process: two write queues on one SQLite file, and
 * errors that are no instance of their own class.
 */
export function shareWithServer(shared: RegExp): Plugin {
  let root = "";
  return {
    name: "share-with-server",
    enforce: "pre",
    apply: "build",
    configResolved(config) {
      root = config.root;
    },
    async resolveId(source, importer, options) {
      if (!options.ssr || !importer) return null;
      const resolved = await this.resolve(source, importer, options);
      const path = relative(root, resolved?.id ?? "");
      return shared.test(path) ? { id: `#${path}`, external: true } : resolved;
    },
  };
}
