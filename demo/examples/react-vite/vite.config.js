import { defineConfig } from "vite";

export default defineConfig({
  worker: { format: "es" }, // aisle's worker fetches what it needs when it needs it
});
