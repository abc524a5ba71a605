import type { Plugin as EsbuildPlugin } from "esbuild";
import type { Plugin } from "vite";

export function withoutOnnx(): Plugin;
export function withoutOnnxEsbuild(): EsbuildPlugin;
