/** Pictures and the model that sees them, by the browser's own means. */
import { createImageEncoder } from "../../encoder/tiers/onnx/createImageEncoder";
import { importOnnxLibrary, type OnnxImageLibrary } from "../../encoder/tiers/onnx/onnxLibrary";
import { AisleError } from "../../errors";
import { createPictures, type Pictures, type PicturesOptions } from "./createPictures";

export interface OpenPicturesOptions extends Omit<PicturesOptions, "openEncoder" | "readPicture"> {
  /** What the plan's addresses are seen from. */
  readonly assetsUrl: string;
}

const MAX_PICTURE_BYTES = 20_000_000;

/** @throws AisleError `OPTIONS_INVALID` */
export function openPictures({ assetsUrl, ...options }: OpenPicturesOptions): Pictures {
  const { plan } = options;
  const folder = (name: "model" | "runtime") => new URL(`${plan[name]}`.replace(/\/*$/, "/"), assetsUrl).href;
  for (const name of ["space", "model", "runtime"] as const) {
    if (typeof plan[name] === "string" && plan[name] !== "") continue;
    throw new AisleError("OPTIONS_INVALID", `imageEncoder.${name} is ${JSON.stringify(plan[name])}.`, {
      seen: plan[name],
      fix: "Name the build's space, the model's folder and the folder of @xenova/transformers' files.",
    });
  }
  return createPictures({
    ...options,
    async openEncoder() {
      const runtimeUrl = folder("runtime");
      const library = await importOnnxLibrary<OnnxImageLibrary>(runtimeUrl);
      return createImageEncoder({ library, runtimeUrl, modelUrl: folder("model"), precision: plan.precision });
    },
    // Nothing of the shopper goes along: neither cookies nor the page they are on. Other origins have to allow it.
    async readPicture(url, signal) {
      const target = new URL(url, assetsUrl).href;
      const answer = await fetch(target, { credentials: "omit", referrerPolicy: "no-referrer", signal }).catch(
        (cause) => {
          throw unreadable(target, "cannot be fetched; another origin has to allow it (CORS)", cause);
        },
      );
      if (!answer.ok) throw unreadable(target, `answers ${answer.status}`);
      const picture = await answer.blob();
      if (picture.size > MAX_PICTURE_BYTES) throw unreadable(target, `has ${picture.size} bytes`);
      return picture;
    },
  });
}

function unreadable(url: string, what: string, cause?: unknown): AisleError {
  return new AisleError("ASSET_UNREACHABLE", `The picture ${url} ${what}.`, { seen: url, cause });
}
