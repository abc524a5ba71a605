declare const __AISLE_VERSION__: string | undefined;

/** The package's version; filled in by the build. */
export const VERSION: string = typeof __AISLE_VERSION__ === "string" ? __AISLE_VERSION__ : "development";
