import { relative } from "node:path";
import type { Plugin } from "vite";

/** Fails the browser build when it would carry a file of one of these folders; Remix itself only watches `*.server.ts`. */
export function keepOutOfBrowser(folders: string[]): Plugin {
  let root = "";
  return {
    name: "keep-out-of-browser",
    enforce: "pre",
    apply: "build",
    configResolved(config) {
      root = config.root;
    },
    async resolveId(source, importer, options) {
      if (options.ssr || !importer) return null;
      const resolved = await this.resolve(source, importer, options);
      const path = relative(root, resolved?.id ?? "");
      if (folders.some((folder) => path.startsWith(`${folder}/`))) {
        this.error(
          `${relative(root, importer)} brings ${path} into the browser; import it in a loader or an action only`,
        );
      }
      return resolved;
    },
  };
}
