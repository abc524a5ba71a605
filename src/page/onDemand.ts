/** Entry of what the page fetches only where it is used. */
export { followDebug } from "./followDebug";
export { openInspector } from "./openInspector";
export { openPictures } from "./openPictures";
export { refine } from "./refine";
export { openShopSources } from "./shopSources";
export { statusWithoutEngine } from "./statusWithoutEngine";
export { watchSparing } from "./watchSparing";
