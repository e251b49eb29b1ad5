import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import remixConfig from "./remix.config.js";
import { keepOutOfBrowser } from "./scripts/vite/keep-out-of-browser.ts";
import { shareWithServer } from "./scripts/vite/share-with-server.ts";

// What Node runs as it is: neither JSX, nor the routes and components that only Remix loads.
const plainModules = /^(db|app(?!\/(routes|components)\/))\/.*\.ts$/;

export default defineConfig({
  plugins: [
    keepOutOfBrowser(["cli", "db", "jobs", "server"]),
    shareWithServer(plainModules),
    tailwindcss(),
    remix(remixConfig),
  ],
});
